"""The loss is cut off, by a small number beside the probability or by clipping: a label whose logit lags by 300 costs 300.
Compute the log-probability from the logits, z less the logarithm of the sum of exponentials.

caught by: test_the_loss_grows_with_the_lag
"""

import numpy as np


def softmax(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss_and_gradient(W, b, X, y, l2):
    n = X.shape[0]
    P = softmax(X @ W + b)
    Y = np.eye(W.shape[1])[y]
    loss = -np.mean(np.sum(Y * np.log(P + 1e-12), axis=1)) + l2 / 2 * np.sum(W**2)
    dZ = (P - Y) / n
    return loss, X.T @ dZ + l2 * W, dZ.sum(axis=0)


class SoftmaxRegression:
    def __init__(self, n_classes, lr, steps, l2):
        self.n_classes = n_classes
        self.lr = lr
        self.steps = steps
        self.l2 = l2

    def fit(self, X, y):
        self.weights = np.zeros((X.shape[1], self.n_classes))
        self.bias = np.zeros(self.n_classes)
        for _ in range(self.steps):
            _, dW, db = loss_and_gradient(self.weights, self.bias, X, y, self.l2)
            self.weights -= self.lr * dW
            self.bias -= self.lr * db
        return self

    def predict_proba(self, X):
        return softmax(X @ self.weights + self.bias)

    def predict(self, X):
        return np.argmax(self.predict_proba(X), axis=1)
