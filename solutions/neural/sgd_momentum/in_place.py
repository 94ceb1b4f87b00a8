"""Buffers that are allocated once and changed in place, as a framework does it; what is returned is a copy."""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if momentum <= 0 and nesterov:
            raise ValueError(momentum)
        self.__dict__.update(lr=lr, mu=momentum, wd=weight_decay, nesterov=nesterov, buffers={})

    def step(self, params, grads):
        out = {name: np.array(value) for name, value in params.items()}
        for name in out:
            if grads.get(name) is None:
                continue
            decayed = np.array(grads[name])
            decayed += self.wd * params[name]
            if name in self.buffers:
                self.buffers[name] *= self.mu
                self.buffers[name] += decayed
            else:
                self.buffers[name] = decayed.copy()
            direction = decayed + self.mu * self.buffers[name] if self.nesterov else self.buffers[name]
            out[name] -= self.lr * direction
        return out
