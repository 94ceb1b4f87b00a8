"""Only the first child of a node is looked at, as in a plain list of guesses: its siblings are candidates too.

caught by: test_the_greedy_path
"""

import numpy as np


def tree_mask(parents):
    n = len(parents)
    mask = np.zeros((n, n), dtype=bool)
    for i in range(n):
        j = i
        while j != -1:
            mask[i, j] = True
            j = parents[j]
    return mask


def greedy_path(parents, tokens, best):
    out = [best[0]]
    node = -1
    while node in parents:
        child = parents.index(node)
        if tokens[child] != best[node + 1]:
            break
        out.append(best[child + 1])
        node = child
    return out


def sibling_law(p, q, siblings):
    accept = []
    for v in siblings:
        accept.append(min(1.0, p[v] / q[v]))
        rest = np.maximum(p - q, 0)
        p = rest / rest.sum() if rest.sum() > 0 else p
        q = q.copy()
        q[v] = 0
        q = q / q.sum() if q.sum() > 0 else q
    return np.array(accept), p


def sample_path(parents, tokens, target, draft, rng):
    out = []
    node = -1
    while True:
        children = [i for i in range(len(parents)) if parents[i] == node][:1]
        accept, rest = sibling_law(target[node + 1], draft[node + 1], [tokens[c] for c in children])
        for child, a in zip(children, accept, strict=True):
            if rng.random() < a:
                out.append(tokens[child])
                node = child
                break
        else:
            out.append(int(rng.multinomial(1, rest).argmax()))
            return out
