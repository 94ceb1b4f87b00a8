"""The averages lie in lists and go by a parameter's place among the gradients: where one is missing, or the order of
the dict is another, the next one takes over its averages. Keep them by name.

caught by: test_each_parameter_has_its_own_state
"""

import numpy as np


class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError("betas must be from 0 to below 1")
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = []

    def step(self, params, grads):
        beta1, beta2 = self.betas
        new = dict(params)
        for i, (name, g) in enumerate(grads.items()):
            if i == len(self.state):
                self.state.append((0.0, 0.0, 0))
            m, v, t = self.state[i]
            t += 1
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            self.state[i] = m, v, t
            m_hat = m / (1 - beta1**t)
            v_hat = v / (1 - beta2**t)
            new[name] = params[name] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return new
