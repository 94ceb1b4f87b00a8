"""AdaGrad and RMSprop: the same step, with two ways to remember the squares.

Why it works: g / sqrt(s) has no unit. Multiply the loss by 1000 and the steps stay the same; what counts is how large a
gradient is compared with what is usual for this entry. AdaGrad's "usual" is a sum, so the steps shrink like 1 /
sqrt(t); RMSprop's is an average over about 1 / (1 - alpha) steps.
"""

import numpy as np


def adaptive_step(optimizer, params, grads, remember):
    new = dict(params)
    for name, g in grads.items():
        p = params[name]
        s = remember(optimizer.squares.get(name, np.zeros_like(p)), g * g)
        optimizer.squares[name] = s
        new[name] = p - optimizer.lr * g / (np.sqrt(s) + optimizer.eps)
    return new


class Adagrad:
    def __init__(self, lr=0.01, eps=1e-10):
        self.lr, self.eps, self.squares = lr, eps, {}

    def step(self, params, grads):
        return adaptive_step(self, params, grads, lambda s, square: s + square)


class RMSprop:
    def __init__(self, lr=0.01, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps, self.squares = lr, alpha, eps, {}

    def step(self, params, grads):
        return adaptive_step(self, params, grads, lambda s, square: self.alpha * s + (1 - self.alpha) * square)
