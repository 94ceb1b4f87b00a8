"""Linear regression by full-batch gradient descent.

Why it works: the loss is a convex quadratic, so each step with a small enough learning rate shrinks the distance to the
least squares solution along every direction of X. Both gradients come from one vector of residuals, made before either
parameter moves.
"""

import numpy as np


class LinearRegression:
    def __init__(self, lr, steps):
        self.lr = lr
        self.steps = steps

    def fit(self, X, y):
        n, d = X.shape
        self.weights = np.zeros(d)
        self.bias = 0.0
        self.history = []
        for _ in range(self.steps):
            r = self.predict(X) - y  # (N,)
            self.history.append(float(r @ r) / (2 * n))
            self.weights = self.weights - self.lr * (X.T @ r) / n
            self.bias = self.bias - self.lr * float(r.sum()) / n
        r = self.predict(X) - y
        self.history.append(float(r @ r) / (2 * n))
        return self

    def predict(self, X):
        return X @ self.weights + self.bias
