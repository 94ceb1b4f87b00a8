"""The bias stays among the weights, as the coefficient of a column of ones, so that there are D + 1 of them: it goes into the
attribute bias, and the weights have the shape (D,).

caught by: test_the_shapes
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps

    def fit(self, X, y):
        n = len(y)
        X = np.column_stack([np.ones(n), X])
        self.weights, self.bias = np.zeros(X.shape[1]), 0.0
        self.history = [float(y @ y) / (2 * n)]
        for _ in range(self.steps):
            r = X @ self.weights - y
            self.weights = self.weights - self.lr * (X.T @ r) / n
            r = X @ self.weights - y
            self.history.append(float(r @ r) / (2 * n))
        return self

    def predict(self, X):
        return np.column_stack([np.ones(len(X)), X]) @ self.weights
