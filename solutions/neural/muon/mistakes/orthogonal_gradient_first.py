"""Each gradient is made orthogonal by itself and the momentum sums the results: the order is the other way round. First the
momentum, then the orthogonalisation of what the step will be.

caught by: test_momentum
"""

import torch


def newton_schulz(g, n_steps=5):
    if g.ndim != 2:
        raise ValueError("newton_schulz needs a matrix")
    a, b, c = (3.4445, -4.7750, 2.0315)
    X = g / (g.norm() + 1e-7)
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
        self.buf = {}

    def step(self, params, grads):
        out = {}
        for name, p in params.items():
            if name not in grads:
                out[name] = p
                continue
            o = newton_schulz(grads[name])
            if name not in self.buf:
                self.buf[name] = torch.zeros_like(o)
            self.buf[name] = self.momentum * self.buf[name] + o
            update = o + self.momentum * self.buf[name] if self.nesterov else self.buf[name]
            update = update * max(1, p.size(0) / p.size(1)) ** 0.5
            out[name] = p * (1 - self.lr * self.weight_decay) - self.lr * update
        return out
