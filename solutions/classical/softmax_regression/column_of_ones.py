"""One matrix for weights and biases, a column of ones beside X, and a one-hot matrix for the labels."""

import numpy as np


def probabilities(Z):
    E = np.exp(Z - Z.max(axis=-1)[:, None])
    return E / E.sum(axis=-1)[:, None]


def loss_and_gradient(W, b, X, y, l2):
    A = np.column_stack([X, np.ones(len(X))])
    Z = A @ np.vstack([W, b])
    Y = np.eye(W.shape[1])[y]
    lag = Z - (Z * Y).sum(axis=1)[:, None]  # how far each logit is above the label's
    loss = np.logaddexp.reduce(lag, axis=1).sum() / len(A) + l2 * np.vdot(W, W) / 2
    gradient = A.T @ (probabilities(Z) - Y) / len(A)
    return loss, gradient[:-1] + l2 * W, gradient[-1]


class SoftmaxRegression:
    def __init__(self, n_classes, lr, steps, l2):
        self.settings = n_classes, lr, steps, l2

    def fit(self, X, y):
        k, lr, steps, l2 = self.settings
        theta = np.zeros((X.shape[1] + 1, k))
        for _ in range(steps):
            _, dW, db = loss_and_gradient(theta[:-1], theta[-1], X, y, l2)
            theta -= lr * np.vstack([dW, db])
        self.weights, self.bias = theta[:-1], theta[-1]
        return self

    def predict_proba(self, X):
        return probabilities(X @ self.weights + self.bias)

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1).astype(int)
