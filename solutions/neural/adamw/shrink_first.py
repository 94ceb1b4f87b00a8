"""The weight is shrunk first, by one factor, and then Adam moves it, in a method that knows of no decay."""

import numpy as np


class AdamW:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, no_decay=()):
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.no_decay = frozenset(no_decay)
        self.first, self.second, self.t = {}, {}, {}

    def step(self, params, grads):
        out = {name: value.copy() for name, value in params.items()}
        for name in params:
            if name in grads:
                if name not in self.no_decay:
                    out[name] *= 1 - self.lr * self.weight_decay
                out[name] -= self.lr * self.direction(name, grads[name])
        return out

    def direction(self, name, g):
        t = self.t[name] = self.t.get(name, 0) + 1
        g = np.array(g)
        self.first[name] = g * (1 - self.beta1) + self.beta1 * self.first.get(name, 0.0)
        self.second[name] = g**2 * (1 - self.beta2) + self.beta2 * self.second.get(name, 0.0)
        root = (self.second[name] / (1 - self.beta2**t)) ** 0.5
        return self.first[name] / (1 - self.beta1**t) / (root + self.eps)


def without_decay(params):
    return set(filter(lambda name: len(params[name].shape) in (0, 1), params))
