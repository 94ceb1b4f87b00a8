"""The velocities are kept by the position of a parameter in the dict: with another order, or a gradient less, they go
to the wrong names.

caught by: test_each_parameter_has_its_own_velocity
"""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and momentum == 0:
            raise ValueError("nesterov needs momentum > 0")
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.velocities = []

    def step(self, params, grads):
        new = dict(params)
        for i, (name, g) in enumerate(grads.items()):
            d = g + self.weight_decay * params[name]
            if i == len(self.velocities):
                self.velocities.append(np.zeros_like(d))
            old = self.velocities[i]
            if old.shape != d.shape:
                old = np.zeros_like(d)
            v = self.momentum * old + d
            self.velocities[i] = v
            new[name] = params[name] - self.lr * (d + self.momentum * v if self.nesterov else v)
        return new
