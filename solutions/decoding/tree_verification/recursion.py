"""Ancestors by recursion; whole laws are written down before one token is drawn."""

import numpy as np


def ancestors(parents, i):
    return [] if i < 0 else [*ancestors(parents, parents[i]), i]


def tree_mask(parents):
    mask = np.zeros((len(parents), len(parents)), dtype=bool)
    for i in range(len(parents)):
        mask[i, ancestors(parents, i)] = True
    return mask


def greedy_path(parents, tokens, best, node=-1):
    token = int(best[node + 1])
    for i, parent in enumerate(parents):
        if parent == node and tokens[i] == token:
            return [token, *greedy_path(parents, tokens, best, i)]
    return [token]


def sibling_law(p, q, siblings):
    if len(siblings) == 0:
        return np.zeros(0), p
    v, *others = siblings
    missing = p - np.minimum(p, q)
    after = missing / missing.sum() if missing.sum() > 0 else p
    left = np.delete(q, v)
    q_after = np.insert(left / max(left.sum(), 1e-300), v, 0.0)
    accept, rest = sibling_law(after, q_after, others)
    return np.concatenate([[1.0 if p[v] >= q[v] else p[v] / q[v]], accept]), rest


def sample_path(parents, tokens, target, draft, rng, node=-1):
    children = [i for i in range(len(parents)) if parents[i] == node]
    accept, rest = sibling_law(target[node + 1], draft[node + 1], [tokens[i] for i in children])
    reached = np.concatenate([[1.0], np.cumprod(1 - accept)])
    shares = np.append(reached[:-1] * accept, reached[-1])
    outcome = int(np.searchsorted(np.cumsum(shares), rng.random() * shares.sum(), side="right"))
    if outcome >= len(children):
        return [int(np.searchsorted(np.cumsum(rest), rng.random() * rest.sum(), side="right"))]
    return [tokens[children[outcome]], *sample_path(parents, tokens, target, draft, rng, children[outcome])]
