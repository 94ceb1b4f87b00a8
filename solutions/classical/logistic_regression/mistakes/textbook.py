"""The loss takes the logarithm of the rounded probability, which is exactly 1 from a logit of 37 on, so that log(1 - p) is
-inf. Write the loss in the logit: log(1 + exp(z)) - y z, in a form that doesn't overflow.

caught by: test_the_loss_of_large_logits
"""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def log_loss(z, y):
    p = sigmoid(z)
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
