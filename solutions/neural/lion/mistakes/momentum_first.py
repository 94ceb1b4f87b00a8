"""The average is updated first and its sign is the step, so that beta1 has no part in it: the direction has to be made from
the average before the step and the newest gradient, with beta1; beta2 is for the next average.

caught by: test_the_direction_mixes_the_old_average_with_the_gradient
"""

import numpy as np


class Lion:
    def __init__(self, lr=0.0001, betas=(0.9, 0.99), weight_decay=0.0):
        self.lr, self.betas, self.weight_decay = lr, betas, weight_decay
        self.m = {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new_params = {}
        for name, p in params.items():
            if name not in grads:
                new_params[name] = p
                continue
            g = grads[name]
            if name not in self.m:
                self.m[name] = np.zeros_like(p)
            self.m[name] = beta2 * self.m[name] + (1 - beta2) * g
            update = np.sign(self.m[name])
            new_params[name] = p - self.lr * (update + self.weight_decay * p)
        return new_params
