"""The learning rate goes into the velocity. It makes no difference while it is constant; after a change, the old part
still moves at the old rate.

caught by: test_the_learning_rate_may_change
"""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and momentum == 0:
            raise ValueError("Nesterov needs momentum")
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.v = {}

    def step(self, params, grads):
        out = {}
        for name, p in params.items():
            if name not in grads:
                out[name] = p.copy()
                continue
            g = grads[name] + self.weight_decay * p
            v = self.v.get(name, 0.0 * p)
            v = self.momentum * v - self.lr * g
            self.v[name] = v
            out[name] = p + (self.momentum * v - self.lr * g if self.nesterov else v)
        return out
