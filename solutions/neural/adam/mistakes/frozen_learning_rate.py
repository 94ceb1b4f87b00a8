"""The learning rate is copied when the optimiser is made, and steps use the copy: a schedule that sets lr has no
effect. Read self.lr at each step.

caught by: test_the_learning_rate_may_change
"""

import numpy as np


class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError("betas must be from 0 to below 1")
        self.lr = lr
        self.defaults = {"lr": lr, "betas": betas, "eps": eps}
        self.m, self.v, self.t = {}, {}, {}

    def step(self, params, grads):
        lr, (beta1, beta2), eps = self.defaults["lr"], self.defaults["betas"], self.defaults["eps"]
        new = dict(params)
        for name, g in grads.items():
            t = self.t[name] = self.t.get(name, 0) + 1
            self.m[name] = beta1 * self.m.get(name, 0) + (1 - beta1) * g
            self.v[name] = beta2 * self.v.get(name, 0) + (1 - beta2) * g**2
            m_hat = self.m[name] / (1 - beta1**t)
            v_hat = self.v[name] / (1 - beta2**t)
            new[name] = params[name] - lr * m_hat / (np.sqrt(v_hat) + eps)
        return new
