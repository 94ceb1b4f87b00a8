"""The recorded loss is the mean of the squares, and the one after the last step is missing: the loss here is half of it.

caught by: test_the_history_of_the_loss
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps

    def fit(self, X, y):
        n = len(y)
        self.weights = np.zeros(X.shape[1])
        self.bias = 0.0
        self.history = []
        for _ in range(self.steps):
            error = X @ self.weights + self.bias - y
            self.history.append(np.mean(error**2))
            self.weights -= self.lr * X.T @ error / n
            self.bias -= self.lr * np.mean(error)
        return self

    def predict(self, X):
        return X @ self.weights + self.bias
