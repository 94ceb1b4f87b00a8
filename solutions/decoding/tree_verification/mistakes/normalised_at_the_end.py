"""The residual isn't made to sum to 1 before the next sibling is tried: that one meets too small a p, and is accepted too rarely.

caught by: test_later_siblings_meet_what_is_left
"""

import numpy as np


def tree_mask(parents):
    n = len(parents)
    mask = np.zeros((n, n), dtype=bool)
    for i, parent in enumerate(parents):
        if parent != -1:
            mask[i] = mask[parent]
        mask[i, i] = True
    return mask


def greedy_path(parents, tokens, best):
    node, path = -1, []
    while True:
        token = best[node + 1]
        path.append(token)
        matches = [i for i in range(len(tokens)) if parents[i] == node and tokens[i] == token]
        if not matches:
            return path
        node = matches[0]


def sibling_law(p, q, siblings):
    p, q = p.copy(), q.copy()
    accept = []
    for v in siblings:
        accept.append(min(1.0, p[v] / q[v]))
        residual = np.maximum(p - q, 0)
        if residual.sum() > 0:
            p = residual
        q[v] = 0
        if q.sum() > 0:
            q = q / q.sum()
    return np.array(accept), p / p.sum()


def sample_path(parents, tokens, target, draft, rng):
    node, path = -1, []
    while True:
        children = [i for i, parent in enumerate(parents) if parent == node]
        accept, rest = sibling_law(target[node + 1], draft[node + 1], [tokens[c] for c in children])
        for child, chance in zip(children, accept, strict=True):
            if rng.random() < chance:
                path.append(tokens[child])
                node = child
                break
        else:
            path.append(int(rng.choice(len(rest), p=rest)))
            return path
