"""Softmax regression by full-batch gradient descent.

Why it works: subtracting a row's maximum changes no probability and makes every exponent at most 0. The derivative of
log sum exp is the softmax, so that the gradient with respect to the logits is P - Y.
"""

import numpy as np


def log_softmax(Z):
    Z = Z - Z.max(axis=1, keepdims=True)  # (N, K)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


def loss_and_gradient(W, b, X, y, l2):
    rows = np.arange(len(y))
    log_p = log_softmax(X @ W + b)
    loss = -log_p[rows, y].mean() + l2 / 2 * (W**2).sum()
    G = np.exp(log_p)
    G[rows, y] -= 1.0
    G /= len(y)
    return float(loss), X.T @ G + l2 * W, G.sum(axis=0)


class SoftmaxRegression:
    def __init__(self, n_classes, lr, steps, l2):
        self.n_classes, self.lr, self.steps, self.l2 = n_classes, lr, steps, l2

    def fit(self, X, y):
        self.weights = np.zeros((X.shape[1], self.n_classes))
        self.bias = np.zeros(self.n_classes)
        for _ in range(self.steps):
            _, dW, db = loss_and_gradient(self.weights, self.bias, X, y, self.l2)
            self.weights = self.weights - self.lr * dW
            self.bias = self.bias - self.lr * db
        return self

    def predict_proba(self, X):
        return np.exp(log_softmax(X @ self.weights + self.bias))

    def predict(self, X):
        return np.argmax(X @ self.weights + self.bias, axis=1)
