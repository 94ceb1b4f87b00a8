"""SGD with momentum: one velocity for each parameter.

Why it works: unrolled, v_t is the sum of momentum^(t - k) d_k over all steps k so far, a running sum that forgets. One
array for each parameter holds it, whatever the number of steps.
"""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and momentum == 0:
            raise ValueError("Nesterov's form needs momentum")
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.velocity = {}

    def step(self, params, grads):
        new = dict(params)
        for name, g in grads.items():
            p = params[name]
            d = g + self.weight_decay * p
            # A new array each time: `v *= momentum` would change a gradient that is the caller's.
            v = self.momentum * self.velocity.get(name, np.zeros_like(p)) + d
            self.velocity[name] = v
            u = d + self.momentum * v if self.nesterov else v
            new[name] = p - self.lr * u
        return new
