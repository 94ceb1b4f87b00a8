"""The direction is kept as the next average, so that beta2 has no part in it: the average is made with beta2, from the
gradient and the average before the step.

caught by: test_the_average_is_kept_with_beta2
"""

import numpy as np


class Lion:
    def __init__(self, lr=0.0001, betas=(0.9, 0.99), weight_decay=0.0):
        self.lr, self.betas, self.weight_decay = lr, betas, weight_decay
        self.state = {}

    def step(self, params, grads):
        out = dict(params)
        for name, g in grads.items():
            m = self.state.get(name, 0.0)
            m = self.betas[0] * m + (1 - self.betas[0]) * g
            self.state[name] = m
            out[name] = params[name] - self.lr * np.sign(m) - self.lr * self.weight_decay * params[name]
        return out
