"""No velocity at all: every decayed gradient is kept, and each step sums them with their powers of the momentum."""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and not momentum:
            raise ValueError("no momentum to look ahead with")
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.past = {}

    def step(self, params, grads):
        return {name: self.moved(name, p, grads[name]) if name in grads else p for name, p in params.items()}

    def moved(self, name, p, g):
        past = self.past.setdefault(name, [])
        past.append(np.array(g + self.weight_decay * p))
        # Nesterov: each gradient counts as if one step more had passed, and the newest one once again in full.
        ahead = int(self.nesterov)
        powers = [self.momentum ** (len(past) - 1 - k + ahead) for k in range(len(past))]
        total = sum(power * d for power, d in zip(powers, past, strict=True))
        return p - self.lr * (total + past[-1] if self.nesterov else total)
