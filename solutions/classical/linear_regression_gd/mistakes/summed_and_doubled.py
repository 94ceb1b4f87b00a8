"""This is the gradient of the sum of the squares: the loss is half their mean, whose gradient is 2 N times smaller.

caught by: test_one_step_from_zero
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps

    def fit(self, X, y):
        self.weights = np.zeros(X.shape[1])
        self.bias = 0.0
        self.history = [np.sum(y**2) / (2 * len(y))]
        for _ in range(self.steps):
            error = X @ self.weights + self.bias - y
            self.weights = self.weights - self.lr * 2 * X.T @ error
            self.bias = self.bias - self.lr * 2 * np.sum(error)
            self.history.append(np.sum((X @ self.weights + self.bias - y) ** 2) / (2 * len(y)))
        return self

    def predict(self, X):
        return X @ self.weights + self.bias
