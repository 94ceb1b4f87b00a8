"""The decay shrinks the parameter by itself, as AdamW does: here it is added to the gradient, and so goes through the
velocity too.

caught by: test_decay_goes_through_the_velocity
"""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and momentum == 0:
            raise ValueError("nesterov needs momentum")
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.v = {}

    def step(self, params, grads):
        new = {}
        for k, p in params.items():
            if k in grads:
                v = self.momentum * self.v.get(k, 0) + grads[k]
                self.v[k] = v
                u = grads[k] + self.momentum * v if self.nesterov else v
                new[k] = p - self.lr * self.weight_decay * p - self.lr * u
            else:
                new[k] = p
        return new
