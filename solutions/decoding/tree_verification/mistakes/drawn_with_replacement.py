"""After a rejection the other tokens keep their probabilities in q: siblings are drawn without replacement, so q loses the token
that was tried and what is left is made to sum to 1 again. Without that the tokens don't have the target's law.

caught by: test_later_siblings_meet_what_is_left
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
    out = []
    node = -1
    while True:
        nxt = None
        for i in range(len(parents)):
            if parents[i] == node and tokens[i] == best[node + 1]:
                nxt = i
        out.append(best[node + 1])
        if nxt is None:
            return out
        node = nxt


def sibling_law(p, q, siblings):
    accept = []
    for v in siblings:
        accept.append(min(1.0, p[v] / q[v]))
        residual = np.maximum(p - q, 0)
        if residual.sum() > 0:
            p = residual / residual.sum()
    return np.array(accept), p


def sample_path(parents, tokens, target, draft, rng):
    out = []
    node = -1
    while True:
        children = [i for i in range(len(parents)) if parents[i] == node]
        accept, rest = sibling_law(target[node + 1], draft[node + 1], [tokens[c] for c in children])
        for child, a in zip(children, accept, strict=True):
            if rng.random() < a:
                out.append(tokens[child])
                node = child
                break
        else:
            out.append(int(rng.multinomial(1, rest).argmax()))
            return out
