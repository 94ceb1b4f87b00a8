"""SAM: a copy of each weight, one norm, and the base optimizer in the second half.

Why it works: the loss at w + e is about loss + e . g, which among all e of the length rho is largest along g. The
gradient there, taken as if e were constant, points away from the steep walls around w.
"""

import torch


class SAM:
    def __init__(self, optimizer, rho=0.05):
        if rho < 0:
            raise ValueError("rho must not be negative")
        self.optimizer, self.rho = optimizer, rho
        self.own = None

    @torch.no_grad()
    def ascend(self):
        if self.own is not None:
            raise RuntimeError("ascend was called already")
        trained = [p for group in self.optimizer.param_groups for p in group["params"] if p.grad is not None]
        norm = sum((p.grad**2).sum() for p in trained) ** 0.5
        self.own = [(p, p.clone()) for p in trained]
        for p in trained:
            p += self.rho / (norm + 1e-12) * p.grad

    @torch.no_grad()
    def descend(self):
        if self.own is None:
            raise RuntimeError("descend needs an ascend before it")
        for p, w in self.own:
            p.copy_(w)
        self.own = None
        self.optimizer.step()
