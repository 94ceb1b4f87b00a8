"""The paper's faster order (end of its section 2): both corrections folded into one step size, and into eps."""

import math

import numpy as np


class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        for beta in betas:
            if beta < 0 or beta >= 1:
                raise ValueError(f"beta = {beta}")
        self.lr, self.eps = lr, eps
        self.beta1, self.beta2 = betas
        self.m, self.v, self.steps = {}, {}, {}

    def step(self, params, grads):
        new = {name: p.copy() for name, p in params.items()}
        for name, g in grads.items():
            if name not in self.m:
                self.m[name], self.v[name], self.steps[name] = np.zeros_like(g), np.zeros_like(g), 0
            self.steps[name] += 1
            self.m[name] += (1 - self.beta1) * (g - self.m[name])
            self.v[name] += (1 - self.beta2) * (np.square(g) - self.v[name])
            root = math.sqrt(1 - self.beta2 ** self.steps[name])
            size = self.lr * root / (1 - self.beta1 ** self.steps[name])
            new[name] -= size * self.m[name] / (np.sqrt(self.v[name]) + self.eps * root)
        return new
