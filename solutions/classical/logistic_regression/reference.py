"""Logistic regression by full-batch gradient descent.

Why it works: exp(-|z|) is at most 1, so that neither form of the sigmoid overflows, and log(1 + exp(z)) is z plus what
is left for a large z. The loss is convex: with l2 above 0 it has one minimum; on separable data without a penalty the
weights grow for ever.
"""

import numpy as np


def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def log_loss(z, y):
    return float(np.mean(np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z))) - y * z))


class LogisticRegression:
    def __init__(self, lr, steps, l2):
        self.lr, self.steps, self.l2 = lr, steps, l2

    def fit(self, X, y):
        n, d = X.shape
        self.weights = np.zeros(d)
        self.bias = 0.0
        for _ in range(self.steps):
            r = self.predict_proba(X) - y  # (N,)
            self.weights = self.weights - self.lr * (X.T @ r / n + self.l2 * self.weights)
            self.bias = self.bias - self.lr * r.mean()
        return self

    def predict_proba(self, X):
        return sigmoid(X @ self.weights + self.bias)

    def predict(self, X):
        return (self.predict_proba(X) >= 0.5).astype(np.int64)
