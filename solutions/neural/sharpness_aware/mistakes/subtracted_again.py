"""The weights are brought back by subtracting e: w + e - e is rounded, by more the larger e is. Keep a copy of w and put it
back.

caught by: test_the_weights_come_back_exactly
"""

import torch


class SAM:
    def __init__(self, optimizer, rho=0.05):
        if rho < 0:
            raise ValueError("rho should be non-negative")
        self.optimizer = optimizer
        self.rho = rho
        self.e = None

    @torch.no_grad()
    def ascend(self):
        if self.e is not None:
            raise RuntimeError("already ascended")
        params = [p for g in self.optimizer.param_groups for p in g["params"] if p.grad is not None]
        total = 0.0
        for p in params:
            total += p.grad.pow(2).sum().item()
        scale = self.rho / (total**0.5 + 1e-12)
        self.e = []
        for p in params:
            e = p.grad * scale
            p.add_(e)
            self.e.append((p, e))

    @torch.no_grad()
    def descend(self):
        if self.e is None:
            raise RuntimeError("call ascend first")
        for p, e in self.e:
            p.sub_(e)
        self.e = None
        self.optimizer.step()
