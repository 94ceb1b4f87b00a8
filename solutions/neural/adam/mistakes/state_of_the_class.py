"""m, v and t are made in the body of the class: all optimisers share them, and a second one goes on from the averages
of the first. Make them in __init__.

caught by: test_two_optimisers_share_nothing
"""

import numpy as np


class Adam:
    m = {}
    v = {}
    t = {}

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.eps = lr, eps
        self.beta1, self.beta2 = betas
        if not (0 <= self.beta1 < 1 and 0 <= self.beta2 < 1):
            raise ValueError("betas must be from 0 to below 1")

    def step(self, params, grads):
        new = {}
        for name, p in params.items():
            if name not in grads:
                new[name] = p
                continue
            g = grads[name]
            self.t[name] = self.t.get(name, 0) + 1
            self.m[name] = self.beta1 * self.m.get(name, np.zeros_like(p)) + (1 - self.beta1) * g
            self.v[name] = self.beta2 * self.v.get(name, np.zeros_like(p)) + (1 - self.beta2) * g**2
            m_hat = self.m[name] / (1 - self.beta1 ** self.t[name])
            v_hat = self.v[name] / (1 - self.beta2 ** self.t[name])
            new[name] = p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return new
