"""The state stands in the body of each class: all optimisers of a kind share it, and a second one goes on from the
averages of the first. Make it in __init__.

caught by: test_two_optimisers_share_nothing
"""

import numpy as np


class AMSGrad:
    state = {}

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas, self.eps = betas, eps

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            t, m, v, largest = self.state.get(name, (0, 0.0, 0.0, 0.0))
            t += 1
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            largest = np.maximum(largest, v)
            self.state[name] = t, m, v, largest
            m_hat, v_hat = m / (1 - beta1**t), largest / (1 - beta2**t)
            new[name] = params[name] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return new


class Adamax:
    state = {}

    def __init__(self, lr=0.002, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas, self.eps = betas, eps

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            t, m, u = self.state.get(name, (0, 0.0, 0.0))
            t += 1
            m = beta1 * m + (1 - beta1) * g
            u = np.maximum(beta2 * u, np.abs(g) + self.eps)
            self.state[name] = t, m, u
            new[name] = params[name] - self.lr * m / (1 - beta1**t) / u
        return new


class NAdam:
    state = {}

    def __init__(self, lr=0.002, betas=(0.9, 0.999), eps=1e-8, momentum_decay=0.004):
        self.lr = lr
        self.betas, self.eps, self.momentum_decay = betas, eps, momentum_decay

    def mu(self, t):
        return self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay))

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            t, m, v, product = self.state.get(name, (0, 0.0, 0.0, 1.0))
            t += 1
            product *= self.mu(t)
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            self.state[name] = t, m, v, product
            n = self.mu(t + 1) * m / (1 - product * self.mu(t + 1)) + (1 - self.mu(t)) * g / (1 - product)
            new[name] = params[name] - self.lr * n / (np.sqrt(v / (1 - beta2**t)) + self.eps)
        return new
