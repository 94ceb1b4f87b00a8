"""This is the classic iteration, 1.5 X - 0.5 X X^T X: it converges to 1, but small singular values take far more than 5
iterations. Muon's polynomial has the terms a X + (b A + c A^2) X with its own coefficients.

caught by: test_the_iteration
"""

import torch


def newton_schulz(g, n_steps=5):
    if g.ndim != 2:
        raise ValueError("newton_schulz needs a matrix")
    x = g / (g.norm() + 1e-7)
    for _ in range(n_steps):
        x = 1.5 * x - 0.5 * x @ x.T @ x
    return x


class Muon:
    def __init__(self, lr=0.02, momentum=0.95, nesterov=True, weight_decay=0.0):
        self.lr, self.momentum, self.nesterov, self.weight_decay = lr, momentum, nesterov, weight_decay
        self.state = {}

    def step(self, params, grads):
        new_params = dict(params)
        for name, g in grads.items():
            buf = self.state.setdefault(name, torch.zeros_like(g))
            buf = buf * self.momentum + g
            self.state[name] = buf
            update = g + self.momentum * buf if self.nesterov else buf
            update = newton_schulz(update)
            rows, cols = g.shape
            new_params[name] = (
                params[name]
                - self.lr * max(1, rows / cols) ** 0.5 * update
                - self.lr * self.weight_decay * params[name]
            )
        return new_params
