"""One logit after the other, with a branch for its sign, in Python's numbers."""

import math

import numpy as np


def one(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def sigmoid(z):
    return np.array([one(value) for value in z.tolist()])


def log_loss(z, y):
    losses = []
    for logit, label in zip(z.tolist(), y.tolist(), strict=True):
        wrong = -logit if label else logit
        losses.append(max(wrong, 0.0) + math.log1p(math.exp(-abs(wrong))))
    return math.fsum(losses) / len(losses)


class LogisticRegression:
    def __init__(self, lr, steps, l2):
        self.lr, self.steps, self.l2 = lr, steps, l2

    def fit(self, X, y):
        n, d = X.shape
        w, b = [0.0] * d, 0.0
        for _ in range(self.steps):
            errors = [
                one(math.fsum(p * q for p, q in zip(w, x, strict=True)) + b) - t for x, t in zip(X, y, strict=True)
            ]
            slopes = [
                math.fsum(e * x[j] for e, x in zip(errors, X, strict=True)) / n + self.l2 * w[j] for j in range(d)
            ]
            w = [p - self.lr * s for p, s in zip(w, slopes, strict=True)]
            b -= self.lr * math.fsum(errors) / n
        self.weights, self.bias = np.array(w), b
        return self

    def predict_proba(self, X):
        return np.array([one(float(x @ self.weights) + self.bias) for x in X])

    def predict(self, X):
        return np.array([int(p >= 0.5) for p in self.predict_proba(X)])
