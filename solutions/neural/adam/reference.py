"""Adam: two moving averages for each parameter, and the number of its steps.

Why it works: unrolled, m is the sum of (1 - beta1) beta1^(t - k) g_k, and these weights sum to 1 - beta1^t. Dividing by
that sum makes a weighted mean of it, from the first step on. The quotient of the mean gradient and the root of the mean
square lies between -1 and 1 or little beyond: a measure of how far the recent gradients agree.
"""

import numpy as np


class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas must be from 0 to below 1, not {betas}")
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for name, g in grads.items():
            zeros = np.zeros_like(g)
            m, v, t = self.state.get(name, (zeros, zeros, 0))
            t += 1
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            self.state[name] = m, v, t
            m_hat = m / (1 - beta1**t)
            v_hat = v / (1 - beta2**t)
            new[name] = params[name] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return new
