"""Both averages as interpolations, the state written in place with copies handed out."""

import numpy as np


def lerp(a, b, share):
    return a + share * (b - a)


class Lion:
    def __init__(self, lr=0.0001, betas=(0.9, 0.99), weight_decay=0.0):
        self.lr, self.betas, self.decay = lr, betas, weight_decay
        self.momentum = {}

    def step(self, params, grads):
        result = {}
        for name, p in params.items():
            if name not in grads:
                result[name] = p
                continue
            g = grads[name]
            average = self.momentum.setdefault(name, np.zeros(p.shape, p.dtype))
            direction = lerp(g, average, self.betas[0])
            result[name] = p.copy()
            result[name] -= self.lr * self.decay * p
            result[name] -= self.lr * np.sign(direction)
            average[...] = lerp(g, average, self.betas[1])
        return result
