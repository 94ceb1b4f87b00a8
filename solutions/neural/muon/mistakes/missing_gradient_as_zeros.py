"""A gradient that is missing is taken for zeros: the momentum goes on, fades, and moves the parameter, which is decayed too.
Without a gradient it stays as it is, and so does its M.

caught by: test_states_are_separate
"""

import torch


def newton_schulz(g, n_steps=5):
    if g.ndim != 2:
        raise ValueError("newton_schulz needs a matrix")
    a, b, c = (3.4445, -4.7750, 2.0315)
    X = g
    X = X / (X.norm() + 1e-7)
    if g.size(0) > g.size(1):
        X = X.T
    for _ in range(n_steps):
        A = X @ X.T
        B = b * A + c * A @ A
        X = a * X + B @ X
    if g.size(0) > g.size(1):
        X = X.T
    return X


class Muon:
    def __init__(self, lr=0.02, momentum=0.95, nesterov=True, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.nesterov = nesterov
        self.weight_decay = weight_decay
        self.buffers = {}

    def step(self, params, grads):
        new_params = {}
        for name, p in params.items():
            g = grads.get(name, torch.zeros_like(p))
            buf = self.momentum * self.buffers.get(name, torch.zeros_like(p)) + g
            self.buffers[name] = buf
            update = g + self.momentum * buf if self.nesterov else buf
            update = newton_schulz(update) * max(1, p.size(0) / p.size(1)) ** 0.5
            new_params[name] = p * (1 - self.lr * self.weight_decay) - self.lr * update
        return new_params
