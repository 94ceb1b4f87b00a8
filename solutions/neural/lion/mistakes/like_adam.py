"""This is Adam's step: the average is divided by the root of a second one. Lion keeps one average and takes nothing but
the sign of the direction, so that every weight moves by lr.

caught by: test_every_entry_moves_by_lr_against_its_gradient
"""

import numpy as np


class Lion:
    def __init__(self, lr=0.0001, betas=(0.9, 0.99), weight_decay=0.0):
        self.lr, self.betas, self.weight_decay = lr, betas, weight_decay
        self.m, self.v = {}, {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            p = params[name]
            self.m[name] = beta1 * self.m.get(name, 0) + (1 - beta1) * g
            self.v[name] = beta2 * self.v.get(name, 0) + (1 - beta2) * g**2
            update = self.m[name] / (np.sqrt(self.v[name]) + 1e-8)
            new[name] = p - self.lr * (update + self.weight_decay * p)
        return new
