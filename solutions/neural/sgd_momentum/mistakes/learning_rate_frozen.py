"""The learning rate is taken once, when the optimiser is made: setting the attribute lr between two steps changes
nothing.

caught by: test_the_learning_rate_may_change
"""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and momentum == 0:
            raise ValueError("nesterov needs momentum > 0")
        self.lr = lr
        self._config = (lr, momentum, weight_decay, nesterov)
        self._velocity = {}

    def step(self, params, grads):
        lr, momentum, weight_decay, nesterov = self._config
        result = {}
        for name, p in params.items():
            if name not in grads:
                result[name] = p
                continue
            d = grads[name] + weight_decay * p
            v = momentum * self._velocity[name] + d if name in self._velocity else d.copy()
            self._velocity[name] = v
            result[name] = p - lr * (d + momentum * v if nesterov else v)
        return result
