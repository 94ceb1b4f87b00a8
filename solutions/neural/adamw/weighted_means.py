"""The averages as weighted means with the sum of their weights beside them, one object for each parameter."""

import numpy as np


class Slot:
    def __init__(self, betas, decay):
        self.betas, self.decay = betas, decay
        self.sums, self.weights = [0, 0], [0, 0]

    def update(self, g):
        means = []
        for i, (beta, value) in enumerate(zip(self.betas, (g, np.square(g)), strict=True)):
            self.sums[i] = beta * self.sums[i] + value
            self.weights[i] = beta * self.weights[i] + 1
            means.append(self.sums[i] / self.weights[i])
        return means


class AdamW:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, no_decay=()):
        self.lr, self.betas, self.eps, self.weight_decay, self.no_decay = lr, betas, eps, weight_decay, list(no_decay)
        self.slots = {}

    def step(self, params, grads):
        return {name: self.moved(name, p, grads[name]) if name in grads else p for name, p in params.items()}

    def moved(self, name, p, g):
        if name not in self.slots:
            self.slots[name] = Slot(self.betas, 0.0 if name in self.no_decay else self.weight_decay)
        slot = self.slots[name]
        mean, square = slot.update(g)
        return (1 - self.lr * slot.decay) * p - self.lr * (mean / (np.sqrt(square) + self.eps))


def without_decay(params):
    return params.keys() - {name for name, p in params.items() if np.ndim(p) >= 2}
