"""Python floats, one entry at a time, with a list of squares for each parameter."""

import math

import numpy as np


class Adaptive:
    def step(self, params, grads):
        new = {}
        for name, p in params.items():
            if name not in grads:
                new[name] = p
                continue
            state = self.state.setdefault(name, [0.0] * p.size)
            values = p.ravel().tolist()
            for i, g in enumerate(grads[name].ravel().tolist()):
                state[i] = self.remember(state[i], g)
                values[i] -= self.lr * g / (math.sqrt(state[i]) + self.eps)
            new[name] = np.array(values, dtype=p.dtype).reshape(p.shape)
        return new


class Adagrad(Adaptive):
    def __init__(self, lr=0.01, eps=1e-10):
        self.lr = lr
        self.eps = eps
        self.state = {}

    def remember(self, s, g):
        return s + g**2


class RMSprop(Adaptive):
    def __init__(self, lr=0.01, alpha=0.99, eps=1e-8):
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.state = {}

    def remember(self, s, g):
        return s + (1 - self.alpha) * (g**2 - s)
