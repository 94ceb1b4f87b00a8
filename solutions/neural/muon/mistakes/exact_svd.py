"""newton_schulz gives U V^T from a singular value decomposition: the task is the iteration, whose singular values after a
given number of steps are those of its polynomial and not 1.

caught by: test_the_iteration
"""

import torch


def newton_schulz(g, n_steps=5):
    if g.ndim != 2:
        raise ValueError("newton_schulz needs a matrix")
    u, s, vh = torch.linalg.svd(g, full_matrices=False)
    return u @ vh * (s.max() > 0)


class Muon:
    def __init__(self, lr=0.02, momentum=0.95, nesterov=True, weight_decay=0.0):
        self.lr, self.momentum, self.nesterov, self.weight_decay = lr, momentum, nesterov, weight_decay
        self.m = {}

    def step(self, params, grads):
        new_params = dict(params)
        for name, g in grads.items():
            self.m[name] = self.momentum * self.m[name] + g if name in self.m else g.clone()
            d = g + self.momentum * self.m[name] if self.nesterov else self.m[name]
            scale = max(1, g.shape[0] / g.shape[1]) ** 0.5
            p = params[name]
            new_params[name] = p - self.lr * scale * newton_schulz(d) - self.lr * self.weight_decay * p
        return new_params
