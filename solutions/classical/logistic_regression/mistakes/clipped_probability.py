"""The loss is cut off, by a small number beside the probability or by clipping what it is made from: a wrong label at a logit
of 300 costs 300. Write the loss in the logit: log(1 + exp(z)) - y z.

caught by: test_the_loss_of_large_logits
"""

import numpy as np


def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


def log_loss(z, y):
    p = np.clip(sigmoid(z), 1e-15, 1 - 1e-15)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


class LogisticRegression:
    def __init__(self, lr, steps, l2):
        self.lr = lr
        self.steps = steps
        self.l2 = l2

    def fit(self, X, y):
        n, d = X.shape
        self.weights = np.zeros(d)
        self.bias = 0.0
        for _ in range(self.steps):
            p = sigmoid(X @ self.weights + self.bias)
            dw = X.T @ (p - y) / n + self.l2 * self.weights
            db = np.mean(p - y)
            self.weights -= self.lr * dw
            self.bias -= self.lr * db
        return self

    def predict_proba(self, X):
        return sigmoid(X @ self.weights + self.bias)

    def predict(self, X):
        return (self.predict_proba(X) >= 0.5).astype(int)
