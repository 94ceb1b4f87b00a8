"""Keeps every gradient and makes the average anew at each step, a weighted sum of the past; the decay comes first."""

import numpy as np


class Lion:
    def __init__(self, lr=0.0001, betas=(0.9, 0.99), weight_decay=0.0):
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.weight_decay = weight_decay
        self.past = {}

    def step(self, params, grads):
        return {name: self.moved(name, p, grads[name]) if name in grads else p for name, p in params.items()}

    def moved(self, name, p, g):
        past = self.past.setdefault(name, [])
        weights = (1 - self.beta2) * self.beta2 ** np.arange(len(past))[::-1]
        average = sum((w * old for w, old in zip(weights, past, strict=True)), start=np.zeros(g.shape))
        past.append(np.array(g))
        direction = self.beta1 * average + (1 - self.beta1) * g
        shrunk = p * (1 - self.lr * self.weight_decay)
        return np.where(direction > 0, shrunk - self.lr, np.where(direction < 0, shrunk + self.lr, shrunk)).astype(
            p.dtype
        )
