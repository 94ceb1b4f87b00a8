"""The learning rate is copied when the optimiser is made, and steps use the copy: a schedule that sets lr has no
effect. Read self.lr at each step.

caught by: test_the_learning_rate_may_change
"""

import numpy as np


class Adagrad:
    def __init__(self, lr=0.01, eps=1e-10):
        self.lr = self.base_lr = lr
        self.eps, self.squares = eps, {}

    def step(self, params, grads):
        new = dict(params)
        for name, g in grads.items():
            self.squares[name] = self.squares.get(name, 0) + g**2
            new[name] = params[name] - self.base_lr * g / (np.sqrt(self.squares[name]) + self.eps)
        return new


class RMSprop:
    def __init__(self, lr=0.01, alpha=0.99, eps=1e-8):
        self.lr = self.base_lr = lr
        self.alpha, self.eps, self.squares = alpha, eps, {}

    def step(self, params, grads):
        new = dict(params)
        for name, g in grads.items():
            self.squares[name] = self.alpha * self.squares.get(name, 0) + (1 - self.alpha) * g**2
            new[name] = params[name] - self.base_lr * g / (np.sqrt(self.squares[name]) + self.eps)
        return new
