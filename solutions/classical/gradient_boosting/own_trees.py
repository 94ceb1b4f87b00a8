"""Trees of its own, grown from a list of nodes; the values are put into the leaves after the tree is grown."""

import numpy as np


def split(X, target):
    found = []
    for j in range(X.shape[1]):
        order = np.argsort(X[:, j], kind="stable")
        x, t = X[order, j], target[order]
        n, sums = np.arange(1, len(t)), np.cumsum(t)[:-1]
        gain = sums**2 / n + (t.sum() - sums) ** 2 / (len(t) - n) - t.sum() ** 2 / len(t)
        found += [(gain[i] / len(t), j, (x[i] + x[i + 1]) / 2) for i in range(len(t) - 1) if x[i] < x[i + 1]]
    top = max((gain for gain, _, _ in found), default=0)
    return next((cut[1:] for cut in found if cut[0] >= top - 1e-12), None) if top > 1e-12 else None


def negative_gradient(y, f, loss):
    if loss not in ("squared_error", "absolute_error"):
        raise ValueError(loss)
    return (y - f) if loss == "squared_error" else (y > f).astype(float) - (y < f)


def boost(X, y, rounds, learning_rate, max_depth, loss):
    negative_gradient(y, y, loss)
    middle = np.average if loss == "squared_error" else np.median
    f = np.zeros(len(y)) + middle(y)
    f0, trees, history = f[0], [], [f.copy()]
    for _ in range(rounds):
        target, root = negative_gradient(y, f, loss), {}
        waiting = [(root, np.arange(len(y)), max_depth)]
        leaves = []
        while waiting:
            node, rows, depth = waiting.pop()
            cut = split(X[rows], target[rows]) if depth else None
            if cut is None:
                leaves.append((node, rows))
                continue
            node.update(feature=cut[0], threshold=cut[1], left={}, right={})
            left = X[rows, cut[0]] <= cut[1]
            waiting += [(node["left"], rows[left], depth - 1), (node["right"], rows[~left], depth - 1)]
        for node, rows in leaves:
            node["value"] = middle(y[rows] - f[rows])
        for node, rows in leaves:
            f[rows] += learning_rate * node["value"]
        trees.append(root)
        history.append(f.copy())
    error = [np.abs(y - g) if loss == "absolute_error" else 0.5 * (y - g) ** 2 for g in history]
    return f0, trees, [float(e.mean()) for e in error]


def predict(f0, trees, learning_rate, X):
    return f0 + learning_rate * np.sum([predict_tree(tree, X) for tree in trees], axis=0)
