"""AMSGrad, Adamax and NAdam: one loop, and a move for each.

Why it works: what they share is the mean gradient m and the count t of its steps. What differs is the divisor (the
largest v, or a fading maximum) and the numerator (NAdam looks one step ahead). The corrections divide by the sum of the
weights that an average has handed out so far; NAdam's weights vary, so their product takes the place of beta1^t.
"""

import numpy as np

BETAS, EPS = (0.9, 0.999), 1e-8


def average(old, value, beta):
    return beta * old + (1 - beta) * value


class Variant:
    def __init__(self, lr=0.001, betas=BETAS, eps=EPS):
        self.lr, self.eps = lr, eps
        self.beta1, self.beta2 = betas
        self.state = {}

    def step(self, params, grads):
        new = dict(params)
        for name, g in grads.items():
            # Plain zeros: the first step turns them into arrays of the dtype of g.
            s = self.state.setdefault(name, {"t": 0, "m": 0, "v": 0, "largest": 0, "product": 1})
            s["t"] += 1
            s["m"] = average(s["m"], g, self.beta1)
            s["v"] = average(s["v"], g * g, self.beta2)
            new[name] = params[name] - self.lr * self.move(g, s)
        return new

    def m_hat(self, s):
        return s["m"] / (1 - self.beta1 ** s["t"])

    def root(self, v, s):
        return np.sqrt(v / (1 - self.beta2 ** s["t"])) + self.eps


class AMSGrad(Variant):
    def move(self, g, s):
        s["largest"] = np.maximum(s["largest"], s["v"])
        return self.m_hat(s) / self.root(s["largest"], s)


class Adamax(Variant):
    def __init__(self, lr=0.002, betas=BETAS, eps=EPS):
        super().__init__(lr, betas, eps)

    def move(self, g, s):
        s["largest"] = np.maximum(self.beta2 * s["largest"], np.abs(g) + self.eps)
        return self.m_hat(s) / s["largest"]


class NAdam(Variant):
    def __init__(self, lr=0.002, betas=BETAS, eps=EPS, momentum_decay=0.004):
        super().__init__(lr, betas, eps)
        self.momentum_decay = momentum_decay

    def mu(self, t):
        return self.beta1 * (1 - 0.5 * 0.96 ** (t * self.momentum_decay))

    def move(self, g, s):
        mu, mu_next = self.mu(s["t"]), self.mu(s["t"] + 1)
        s["product"] *= mu
        ahead = mu_next * s["m"] / (1 - s["product"] * mu_next) + (1 - mu) * g / (1 - s["product"])
        return ahead / self.root(s["v"], s)
