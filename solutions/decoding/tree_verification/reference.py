"""Tree verification: masks from parents, a walk from the root, and residuals from sibling to sibling.

Why it works: each trial accepts v with q(v) min(1, p(v) / q(v)) and leaves the residual for the rest, exactly as with
one guess; the next sibling is a guess for the residual, drawn from the q that is left.
"""

import numpy as np


def tree_mask(parents):
    mask = np.eye(len(parents), dtype=bool)
    for i, parent in enumerate(parents):
        if parent >= 0:
            mask[i] |= mask[parent]
    return mask


def greedy_path(parents, tokens, best):
    node, path = -1, []
    while True:
        path.append(best[node + 1])
        below = [i for i, parent in enumerate(parents) if parent == node and tokens[i] == path[-1]]
        if not below:
            return path
        node = below[0]


def trials(p, q, siblings):
    """The acceptance of each sibling in turn, and p after its rejection."""
    for v in siblings:
        accept = min(1.0, p[v] / q[v])
        rest = np.maximum(p - q, 0)
        p = rest / rest.sum() if rest.any() else p
        q = np.where(np.arange(len(q)) == v, 0, q)
        q = q / q.sum() if q.any() else q
        yield accept, p


def sibling_law(p, q, siblings):
    accept = []
    for chance, p in trials(p, q, siblings):
        accept.append(chance)
    return np.array(accept), p


def sample_path(parents, tokens, target, draft, rng):
    node, path = -1, []
    while True:
        below = [i for i, parent in enumerate(parents) if parent == node]
        accept, rest = sibling_law(target[node + 1], draft[node + 1], [tokens[i] for i in below])
        kept = [i for i, chance in zip(below, accept, strict=True) if rng.random() < chance]
        if not kept:
            return [*path, int(rng.multinomial(1, rest).argmax())]
        node = kept[0]
        path.append(tokens[node])
