"""Muon: a heavy ball whose matrix is orthogonalised by a quintic polynomial.

Why it works: X X^T X = U S^3 V^T, so an odd polynomial of X acts on the singular values alone. The published
coefficients have the slope 3.44 at 0, which lifts small values quickly, and keep what is near 1 near 1.
"""

import torch


def newton_schulz(g, n_steps=5):
    if g.ndim != 2:
        raise ValueError(f"a matrix is needed, not {g.ndim} axes")
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (g.norm() + 1e-7)
    tall = g.shape[0] > g.shape[1]
    if tall:
        x = x.T
    for _ in range(n_steps):
        s = x @ x.T
        x = a * x + (b * s + c * s @ s) @ x
    return x.T if tall else x


class Muon:
    def __init__(self, lr=0.02, momentum=0.95, nesterov=True, weight_decay=0.0):
        self.lr, self.momentum, self.nesterov, self.weight_decay = lr, momentum, nesterov, weight_decay
        self.m = {}

    def step(self, params, grads):
        new = dict(params)
        for name, g in grads.items():
            p = params[name]
            m = self.momentum * self.m.get(name, torch.zeros_like(g)) + g
            self.m[name] = m
            d = g + self.momentum * m if self.nesterov else m
            scale = max(1, p.shape[0] / p.shape[1]) ** 0.5
            new[name] = p - self.lr * (scale * newton_schulz(d) + self.weight_decay * p)
        return new
