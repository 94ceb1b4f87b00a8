"""The new gradient is weighted by 1 - momentum, as in Adam's average. SGD's velocity is a sum, which grows to 1 / (1 -
momentum) gradients.

caught by: test_momentum
"""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and momentum == 0:
            raise ValueError("Nesterov needs momentum")
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.v = {}

    def step(self, params, grads):
        new = dict(params)
        for name, grad in grads.items():
            d = grad + self.weight_decay * params[name]
            v = self.v.get(name, np.zeros_like(d))
            v = self.momentum * v + (1 - self.momentum) * d
            self.v[name] = v
            u = d + self.momentum * v if self.nesterov else v
            new[name] = params[name] - self.lr * u
        return new
