"""The average begins at the first gradient: it is 0 before the first step.

caught by: test_the_direction_mixes_the_old_average_with_the_gradient
"""

import numpy as np


class Lion:
    def __init__(self, lr=0.0001, betas=(0.9, 0.99), weight_decay=0.0):
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.weight_decay = weight_decay
        self.m = {}

    def step(self, params, grads):
        new_params = {}
        for name, p in params.items():
            if name not in grads:
                new_params[name] = p.copy()
                continue
            g = grads[name]
            if name not in self.m:
                self.m[name] = g
            update = np.sign(self.beta1 * self.m[name] + (1 - self.beta1) * g)
            self.m[name] = self.beta2 * self.m[name] + (1 - self.beta2) * g
            new_params[name] = p - self.lr * (update + self.weight_decay * p)
        return new_params
