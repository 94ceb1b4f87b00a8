"""The squares stand in the body of the class: all optimisers of the program share them. Make the dict in __init__.

caught by: test_two_optimisers_share_nothing
"""

import numpy as np


class Adagrad:
    squares = {}

    def __init__(self, lr=0.01, eps=1e-10):
        self.lr, self.eps = lr, eps

    def step(self, params, grads):
        new = dict(params)
        for name, g in grads.items():
            self.squares[name] = self.squares.get(name, np.zeros_like(g)) + g**2
            new[name] = params[name] - self.lr * g / (np.sqrt(self.squares[name]) + self.eps)
        return new


class RMSprop:
    squares = {}

    def __init__(self, lr=0.01, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps = lr, alpha, eps

    def step(self, params, grads):
        new = dict(params)
        for name, g in grads.items():
            old = self.squares.get(name, np.zeros_like(g))
            self.squares[name] = self.alpha * old + (1 - self.alpha) * g**2
            new[name] = params[name] - self.lr * g / (np.sqrt(self.squares[name]) + self.eps)
        return new
