"""One row after the other, in Python's numbers."""

import math

import numpy as np


def logits(W, b, x):
    return [math.fsum(v * w for v, w in zip(x, column, strict=True)) + c for column, c in zip(W.T, b, strict=True)]


def softmax_of(z):
    top = max(z)
    exps = [math.exp(v - top) for v in z]
    return [e / sum(exps) for e in exps], top + math.log(sum(exps))


def loss_and_gradient(W, b, X, y, l2):
    n = len(X)
    loss, dW, db = l2 / 2 * float(np.sum(W * W)), l2 * W, np.zeros(len(b))
    for x, label in zip(X, y.tolist(), strict=True):
        z = logits(W, b, x)
        p, log_sum = softmax_of(z)
        loss += (log_sum - z[label]) / n
        error = np.array([v - (k == label) for k, v in enumerate(p)]) / n
        dW = dW + np.outer(x, error)
        db = db + error
    return loss, dW, db


class SoftmaxRegression:
    def __init__(self, n_classes, lr, steps, l2):
        self.k, self.lr, self.steps, self.l2 = n_classes, lr, steps, l2

    def fit(self, X, y):
        W, b = np.zeros((X.shape[1], self.k)), np.zeros(self.k)
        for _ in range(self.steps):
            _, dW, db = loss_and_gradient(W, b, X, y, self.l2)
            W, b = W - self.lr * dW, b - self.lr * db
        self.weights, self.bias = W, b
        return self

    def predict_proba(self, X):
        return np.array([softmax_of(logits(self.weights, self.bias, x))[0] for x in X])

    def predict(self, X):
        scores = [logits(self.weights, self.bias, x) for x in X]
        return np.array([z.index(max(z)) for z in scores])
