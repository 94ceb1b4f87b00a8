"""The averages as the weighted means that they are: each comes with the sum of its weights, and no t is needed."""

import numpy as np


class Mean:
    """A weighted mean in which every weight fades by beta at each new value, and the new one weighs 1."""

    def __init__(self, beta):
        self.beta, self.total, self.weight = beta, 0, 0

    def add(self, value):
        self.total = value + self.beta * self.total
        self.weight = 1 + self.beta * self.weight
        return self.total / self.weight


class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        if min(betas) < 0 or max(betas) >= 1:
            raise ValueError("betas out of range")
        self.lr, self.betas, self.eps, self.means = lr, betas, eps, {}

    def step(self, params, grads):
        out = {}
        for name, p in params.items():
            out[name] = p
            if name in grads:
                g = np.array(grads[name])
                one, two = self.means.setdefault(name, tuple(Mean(beta) for beta in self.betas))
                out[name] = p - self.lr * one.add(g) / (two.add(g**2) ** 0.5 + self.eps)
        return out
