"""The decay is added to the gradient: that is Adam with L2, where large gradients suppress the decay. AdamW keeps it out
of m and v, and takes lr * weight_decay * p from the weight itself.

caught by: test_decay_is_decoupled
"""

import numpy as np


class AdamW:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, no_decay=()):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.weight_decay, self.no_decay = weight_decay, no_decay
        self.m, self.v, self.t = {}, {}, {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            p = params[name]
            if name not in self.no_decay:
                g = g + self.weight_decay * p
            t = self.t[name] = self.t.get(name, 0) + 1
            self.m[name] = beta1 * self.m.get(name, 0) + (1 - beta1) * g
            self.v[name] = beta2 * self.v.get(name, 0) + (1 - beta2) * g**2
            m_hat = self.m[name] / (1 - beta1**t)
            v_hat = self.v[name] / (1 - beta2**t)
            new[name] = p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return new


def without_decay(params):
    return {name for name, p in params.items() if p.ndim < 2}
