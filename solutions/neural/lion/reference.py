"""Lion: the sign of a direction that mixes the old average with the newest gradient.

Why it works: the sign gives every weight a step of the same size, which bounds what a rare large gradient does. Two
betas on one average decouple what Adam has in one: how long the past is remembered, and how much the newest gradient
counts for the direction.
"""

import numpy as np


class Lion:
    def __init__(self, lr=0.0001, betas=(0.9, 0.99), weight_decay=0.0):
        self.lr, self.betas, self.weight_decay = lr, betas, weight_decay
        self.m = {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            p = params[name]
            m = self.m.get(name, np.zeros_like(g))
            c = beta1 * m + (1 - beta1) * g
            new[name] = p - self.lr * (np.sign(c) + self.weight_decay * p)
            self.m[name] = beta2 * m + (1 - beta2) * g
        return new
