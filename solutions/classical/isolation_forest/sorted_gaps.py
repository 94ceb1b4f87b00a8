"""The gap is drawn in place of the threshold: with a chance in proportion to its width, and a place in it."""

from math import log2

import numpy as np


def average_path_length(n):
    total = 0.0
    for i in range(1, n):
        total += 2 / i - 2 / (i * (i + 1))
    return total


def build(X, rows, limit, rng):
    spans = [len(set(X[rows, j].tolist())) > 1 for j in range(X.shape[1])]
    if limit < 1 or not any(spans):
        return {"size": len(rows)}
    while True:
        j = int(rng.integers(len(spans)))
        if spans[j]:
            break
    order = sorted(rows, key=lambda row: X[row, j])
    values = X[order, j]
    gaps = np.diff(values)
    cut = rng.choice(len(gaps), p=gaps / gaps.sum())
    return {
        "feature": j,
        "threshold": values[cut] + (1 - rng.random()) * gaps[cut],
        "left": build(X, order[: cut + 1], limit - 1, rng),
        "right": build(X, order[cut + 1 :], limit - 1, rng),
    }


def grow_forest(X, n_trees, psi, rng):
    size = psi if psi < len(X) else len(X)
    limit = -int(-log2(size) // 1)
    return [build(X, rng.permutation(len(X))[:size].tolist(), limit, rng) for _ in range(n_trees)]


def scores(trees, X, psi):
    out = []
    for x in X:
        total = 0.0
        for node in trees:
            while "left" in node:
                node = node["right"] if x[node["feature"]] >= node["threshold"] else node["left"]
                total += 1
            total += average_path_length(node["size"])
        out.append(0.5 ** (total / len(trees) / average_path_length(psi)))
    return np.array(out)
