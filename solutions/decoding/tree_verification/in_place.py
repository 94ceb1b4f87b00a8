"""A table of children, powers of the parent relation, and p and q changed step by step."""

import numpy as np


def tree_mask(parents):
    n = len(parents)
    up = np.zeros((n, n), dtype=int)
    for i in range(n):
        if parents[i] != -1:
            up[i, parents[i]] = 1
    reach = np.eye(n, dtype=int)
    for _ in range(n):
        reach = np.minimum(np.eye(n, dtype=int) + up @ reach, 1)
    return reach.astype(bool)


def children_of(parents):
    table = {i: [] for i in range(-1, len(parents))}
    for i, parent in enumerate(parents):
        table[parent].append(i)
    return table


def greedy_path(parents, tokens, best):
    table, node, path = children_of(parents), -1, []
    while node is not None:
        token = best[node + 1]
        path.append(token)
        node = {tokens[i]: i for i in table[node]}.get(token)
    return path


def reject(p, q, v):
    p = (p - q).clip(min=0) if not np.array_equal(p, q) else p
    q = q.copy()
    q[v] = 0.0
    return p / p.sum(), q / (q.sum() or 1.0)


def sibling_law(p, q, siblings):
    accept = np.empty(len(siblings))
    for i, v in enumerate(siblings):
        accept[i] = np.clip(p[v] / q[v], None, 1)
        p, q = reject(p, q, v)
    return accept, p


def sample_path(parents, tokens, target, draft, rng):
    table, node, path, ended = children_of(parents), -1, [], False
    while not ended:
        p, q, ended = target[node + 1], draft[node + 1], True
        for child in table[node]:
            v = tokens[child]
            if rng.uniform() * q[v] < p[v]:
                path.append(v)
                node, ended = child, False
                break
            p, q = reject(p, q, v)
    path.append(int(rng.multinomial(1, p / p.sum()).argmax()))
    return path
