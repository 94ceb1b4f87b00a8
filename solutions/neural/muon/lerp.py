"""Averages in place of sums, as the published code has it (their scale is lost), without turning tall matrices."""

import torch


def newton_schulz(g, n_steps=5):
    if len(g.shape) != 2:
        raise ValueError("newton_schulz takes a matrix")
    x = g.div(torch.linalg.matrix_norm(g).add(1e-7))
    for _ in range(n_steps):
        cube = x @ (x.mT @ x)
        x = 3.4445 * x - 4.7750 * cube + 2.0315 * cube @ (x.mT @ x)
    return x


class Muon:
    def __init__(self, lr=0.02, momentum=0.95, nesterov=True, weight_decay=0.0):
        self.lr = lr
        self.settings = momentum, nesterov, weight_decay
        self.average = {}

    def step(self, params, grads):
        momentum, nesterov, weight_decay = self.settings
        moved = {}
        for name, g in grads.items():
            old = self.average.get(name)
            average = g * (1 - momentum) if old is None else torch.lerp(old, g, 1 - momentum)
            self.average[name] = average
            direction = torch.lerp(g, average, momentum) if nesterov else average
            w = params[name].detach().clone()
            w.mul_(1 - self.lr * weight_decay)
            w.sub_(newton_schulz(direction), alpha=self.lr * max(1, g.size(0) / g.size(1)) ** 0.5)
            moved[name] = w
        return {**params, **moved}
