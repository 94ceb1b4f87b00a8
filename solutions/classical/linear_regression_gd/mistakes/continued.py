"""The parameters are made once and kept, so that a second call of fit goes on from where the first one stopped: each call
starts at 0.

caught by: test_a_second_fit_starts_anew
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps
        self.weights = None
        self.bias = 0.0
        self.history = []

    def loss(self, X, y):
        return float(np.mean((self.predict(X) - y) ** 2) / 2)

    def fit(self, X, y):
        if self.weights is None:
            self.weights = np.zeros(X.shape[1])
        self.history.append(self.loss(X, y))
        for _ in range(self.steps):
            error = self.predict(X) - y
            self.weights = self.weights - self.lr * X.T @ error / len(y)
            self.bias = self.bias - self.lr * error.mean()
            self.history.append(self.loss(X, y))
        return self

    def predict(self, X):
        return X @ self.weights + self.bias
