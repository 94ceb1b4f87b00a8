"""No weights are carried along: each round makes them from the scores of the ensemble so far."""

import numpy as np


def fit_stump(X, y, w):
    candidates = []
    for j in range(X.shape[1]):
        levels = sorted(set(X[:, j].tolist()))
        for k in range(len(levels) - 1):
            t = (levels[k] + levels[k + 1]) / 2
            for s in (1, -1):
                wrong = sum(wn for xn, yn, wn in zip(X[:, j], y, w, strict=True) if (s if xn <= t else -s) != yn)
                candidates.append((j, t, s, wrong))
    best = candidates[0]
    for candidate in candidates[1:]:
        if candidate[3] < best[3] - 1e-12:
            best = candidate
    return best


def reweight(w, y, h):
    error = max(float(np.dot(w, h != y)), 1e-10)
    alpha = 0.5 * (np.log1p(-error) - np.log(error))
    logits = np.log(np.maximum(w, 1e-300)) - alpha * y * h
    unnormalized = np.exp(logits - logits.max())
    return alpha, unnormalized / unnormalized.sum()


def score(stumps, X):
    total = np.zeros(len(X))
    for j, t, s, alpha in stumps:
        total += np.where(X[:, j] <= t, alpha * s, -alpha * s)
    return total


def adaboost(X, y, rounds):
    stumps = []
    for _ in range(rounds):
        loss = np.exp(-y * score(stumps, X))
        j, t, s, error = fit_stump(X, y, loss / loss.sum())
        if error > 0.5 - 1e-12:
            return stumps
        clipped = max(error, 1e-10)
        stumps.append((j, t, s, float(0.5 * np.log((1 - clipped) / clipped))))
        if error < 1e-10:
            return stumps
    return stumps


def predict(stumps, X):
    return np.where(score(stumps, X) < 0, -1, 1)
