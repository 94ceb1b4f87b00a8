"""The polynomial on the singular values themselves, and the whole past in place of a momentum."""

import torch


def newton_schulz(g, n_steps=5):
    if g.dim() != 2:
        raise ValueError("not a matrix")
    u, s, vt = torch.linalg.svd(g, full_matrices=False)
    s = s / (s.square().sum().sqrt() + 1e-7)
    for _ in range(n_steps):
        s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
    return (u * s) @ vt


class Muon:
    def __init__(self, lr=0.02, momentum=0.95, nesterov=True, weight_decay=0.0):
        self.lr, self.momentum, self.nesterov, self.weight_decay = lr, momentum, nesterov, weight_decay
        self.past = {}

    def step(self, params, grads):
        new = {}
        for name, p in params.items():
            if name not in grads:
                new[name] = p
                continue
            self.past.setdefault(name, []).append(grads[name].clone())
            past = self.past[name]
            d = sum(self.momentum ** (len(past) - 1 - t) * g for t, g in enumerate(past))
            if self.nesterov:
                d = past[-1] + self.momentum * d
            rows, columns = p.shape
            update = newton_schulz(d) * max(1.0, rows / columns) ** 0.5
            new[name] = (1 - self.lr * self.weight_decay) * p - self.lr * update
        return new
