"""Predictions of shape (N,) are subtracted from targets of shape (N, 1), which broadcasts to all pairs, (N, N): each row
is compared with every target. Keep both at (N,).

caught by: test_one_step_from_zero
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps

    def fit(self, X, y):
        n = len(X)
        y = y.reshape(-1, 1)
        self.weights = np.zeros(X.shape[1])
        self.bias = 0.0
        self.history = [float(np.mean((self.predict(X) - y) ** 2) / 2)]
        for _ in range(self.steps):
            error = (self.predict(X) - y).mean(axis=0)
            self.weights = self.weights - self.lr * X.T @ error / n
            self.bias = self.bias - self.lr * error.mean()
            self.history.append(float(np.mean((self.predict(X) - y) ** 2) / 2))
        return self

    def predict(self, X):
        return X @ self.weights + self.bias
