"""The state is the root itself, the length of a vector of gradients: np.hypot makes it longer by one component."""

import numpy as np


class Adagrad:
    def __init__(self, lr=0.01, eps=1e-10):
        self.lr, self.eps, self.lengths = lr, eps, {}
        self.kept, self.added = 1.0, 1.0

    def step(self, params, grads):
        new = params.copy()
        for name in params.keys() & grads.keys():
            g = grads[name]
            self.lengths[name] = np.hypot(self.kept * self.lengths.get(name, 0 * g), self.added * g)
            new[name] = params[name] - (self.lr * g) / (self.lengths[name] + self.eps)
        return new


class RMSprop(Adagrad):
    def __init__(self, lr=0.01, alpha=0.99, eps=1e-8):
        super().__init__(lr, eps)
        self.kept, self.added = alpha**0.5, (1 - alpha) ** 0.5
