"""The base optimizer gets the gradient that was taken at w, and the one at w + e is thrown away: this is the plain optimizer
with a detour. SAM steps with the gradient at w + e.

caught by: test_the_descent_takes_the_gradient_at_the_worst_point
"""

import torch


class SAM:
    def __init__(self, optimizer, rho=0.05):
        if rho < 0:
            raise ValueError("rho should be non-negative")
        self.optimizer = optimizer
        self.rho = rho
        self.saved = []

    @torch.no_grad()
    def ascend(self):
        if self.saved:
            raise RuntimeError("already ascended")
        params = [p for g in self.optimizer.param_groups for p in g["params"] if p.grad is not None]
        norm = torch.stack([p.grad.norm() for p in params]).norm()
        for p in params:
            self.saved.append((p, p.clone(), p.grad.clone()))
            p.add_(p.grad, alpha=float(self.rho / (norm + 1e-12)))

    @torch.no_grad()
    def descend(self):
        if not self.saved:
            raise RuntimeError("call ascend first")
        for p, w, g in self.saved:
            p.copy_(w)
            p.grad = g
        self.saved = []
        self.optimizer.step()
