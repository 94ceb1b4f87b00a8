"""Plain loops over rows and features, with Python's numbers."""

import math

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr, self.steps = lr, steps

    def fit(self, X, y):
        rows, targets = X.tolist(), y.tolist()
        n, d = len(rows), len(rows[0])
        w, b = [0.0] * d, 0.0
        self.history = []
        for step in range(self.steps + 1):
            residuals = [
                math.fsum(p * q for p, q in zip(w, row, strict=True)) + b - t
                for row, t in zip(rows, targets, strict=True)
            ]
            self.history.append(math.fsum(r * r for r in residuals) / n / 2)
            if step < self.steps:
                gradient = [math.fsum(r * row[j] for r, row in zip(residuals, rows, strict=True)) / n for j in range(d)]
                w = [p - self.lr * g for p, g in zip(w, gradient, strict=True)]
                b -= self.lr * math.fsum(residuals) / n
        self.weights, self.bias = np.array(w), b
        return self

    def predict(self, X):
        return np.array([float(np.dot(self.weights, x)) + self.bias for x in X])
