"""The weights are a column, of shape (D, 1): they have the shape (D,), and the predictions (M,).

caught by: test_the_shapes
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps

    def fit(self, X, y):
        n, d = X.shape
        y = y.reshape(-1, 1)
        self.weights = np.zeros((d, 1))
        self.bias = 0.0
        self.history = [float(np.mean(y**2)) / 2]
        for _ in range(self.steps):
            error = X @ self.weights + self.bias - y
            self.weights = self.weights - self.lr * X.T @ error / n
            self.bias = self.bias - self.lr * float(error.mean())
            self.history.append(float(np.mean((X @ self.weights + self.bias - y) ** 2)) / 2)
        return self

    def predict(self, X):
        return X @ self.weights + self.bias
