"""Three classes that share nothing, each with its arrays by name and its formulas as they stand in the papers."""

import math

import numpy as np


class AMSGrad:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.m, self.v, self.top, self.t = {}, {}, {}, {}

    def step(self, params, grads):
        new = {}
        for name, p in params.items():
            new[name] = p
            if name in grads:
                g, (b1, b2) = grads[name], self.betas
                zeros = np.zeros_like(p)
                t = self.t[name] = self.t.get(name, 0) + 1
                self.m[name] = b1 * self.m.get(name, zeros) + (1 - b1) * g
                self.v[name] = b2 * self.v.get(name, zeros) + (1 - b2) * g**2
                self.top[name] = np.max([self.top.get(name, zeros), self.v[name]], axis=0)
                denominator = np.sqrt(self.top[name]) / math.sqrt(1 - b2**t) + self.eps
                new[name] = p - self.lr / (1 - b1**t) * self.m[name] / denominator
        return new


class Adamax:
    def __init__(self, lr=0.002, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.past = {}

    def step(self, params, grads):
        new = dict(params)
        (b1, b2) = self.betas
        for name, g in grads.items():
            # The whole past: the maximum and the mean over all gradients, the older the lighter.
            past = self.past.setdefault(name, [])
            past.insert(0, np.array(g))
            u = np.max([b2**age * (np.abs(old) + self.eps) for age, old in enumerate(past)], axis=0).astype(g.dtype)
            m = sum(b1**age * old for age, old in enumerate(past)) / sum(b1**age for age in range(len(past)))
            new[name] = params[name] - self.lr * m / u
        return new


class NAdam:
    def __init__(self, lr=0.002, betas=(0.9, 0.999), eps=1e-8, momentum_decay=0.004):
        self.lr, self.betas, self.eps, self.psi = lr, betas, eps, momentum_decay
        self.states = {}

    def step(self, params, grads):
        return {name: self.moved(name, p, grads[name]) if name in grads else p for name, p in params.items()}

    def moved(self, name, p, g):
        b1, b2 = self.betas
        t, m, v = self.states.get(name, (0, np.zeros_like(p), np.zeros_like(p)))
        t, m, v = t + 1, m + (1 - b1) * (g - m), v + (1 - b2) * (g * g - v)
        self.states[name] = t, m, v
        mus = [b1 - 0.5 * b1 * 0.96 ** (i * self.psi) for i in range(1, t + 2)]
        divisor = np.sqrt(v / (1 - b2**t)) + self.eps
        p = p - self.lr * (1 - mus[-2]) / (1 - math.prod(mus[:-1])) * g / divisor
        return p - self.lr * mus[-1] / (1 - math.prod(mus)) * m / divisor
