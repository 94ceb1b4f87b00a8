"""The sigmoid is a hyperbolic tangent, and the class a comparison of the logit with 0."""

import numpy as np


def sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def log_loss(z, y):
    return float(np.logaddexp(0.0, np.where(y == 1, -z, z)).mean())


class LogisticRegression:
    def __init__(self, lr, steps, l2):
        self.settings = lr, steps, l2

    def fit(self, X, y):
        lr, steps, l2 = self.settings
        A = np.column_stack([X, np.ones(len(X))])
        theta = np.zeros(A.shape[1])
        penalty = np.append(np.full(X.shape[1], l2), 0.0)
        for _ in range(steps):
            theta = theta - lr * ((sigmoid(A @ theta) - y) @ A / len(A) + penalty * theta)
        self.weights, self.bias = theta[:-1], theta[-1]
        return self

    def predict_proba(self, X):
        return sigmoid(X @ self.weights + self.bias)

    def predict(self, X):
        return np.where(X @ self.weights + self.bias >= 0, 1, 0)
