"""This is the gradient of the mean squared error without the 1/2: it is twice that of the loss here, and so are the steps.

caught by: test_one_step_from_zero
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps
        self.weights = None
        self.bias = None
        self.history = []

    def fit(self, X, y):
        n_samples, n_features = X.shape
        self.weights = np.zeros(n_features)
        self.bias = 0.0
        self.history = [np.mean(y**2) / 2]
        for _ in range(self.steps):
            y_pred = np.dot(X, self.weights) + self.bias
            dw = (2 / n_samples) * np.dot(X.T, (y_pred - y))
            db = (2 / n_samples) * np.sum(y_pred - y)
            self.weights -= self.lr * dw
            self.bias -= self.lr * db
            self.history.append(np.mean((X @ self.weights + self.bias - y) ** 2) / 2)
        return self

    def predict(self, X):
        return np.dot(X, self.weights) + self.bias
