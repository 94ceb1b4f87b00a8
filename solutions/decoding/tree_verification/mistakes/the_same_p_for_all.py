"""Every sibling is tried against the whole p, and the residual is taken at the end: after each rejection the law is max(p - q, 0),
made to sum to 1, and that is what the next sibling is tried against.

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
    accept = np.array([min(1.0, p[v] / q[v]) for v in siblings])
    if not siblings:
        return accept, p
    residual = np.maximum(p - q, 0)
    return accept, residual / residual.sum() if residual.sum() > 0 else p


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
