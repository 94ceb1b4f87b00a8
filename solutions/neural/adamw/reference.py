"""AdamW: Adam's step, and next to it a share of the weight.

Why it works: a weight without gradients shrinks by the factor 1 - lr * weight_decay at every step, whatever v is. With
the decay inside the gradient, Adam would divide it by the root of v: weights with large gradients would hardly decay,
those with small ones a lot.
"""

import numpy as np


class AdamW:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, no_decay=()):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.weight_decay, self.no_decay = weight_decay, set(no_decay)
        self.state = {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            p = params[name]
            m, v, t = self.state.get(name, (np.zeros_like(g), np.zeros_like(g), 0))
            t += 1
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            self.state[name] = m, v, t
            u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + self.eps)
            decay = 0 if name in self.no_decay else self.weight_decay
            new[name] = p - self.lr * (u + decay * p)
        return new


def without_decay(params):
    return {name for name, p in params.items() if p.ndim < 2}
