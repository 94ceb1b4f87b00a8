"""Each parameter, or each group of them, has a norm of its own: then a bias moves as far as a large matrix, and the whole step
is longer than rho. There is one norm, over the parameters of all groups.

caught by: test_one_norm_for_all_parameters
"""

import torch


class SAM:
    def __init__(self, optimizer, rho=0.05):
        if rho < 0:
            raise ValueError("rho should be non-negative")
        self.optimizer = optimizer
        self.rho = rho
        self.old = {}

    @torch.no_grad()
    def ascend(self):
        if self.old:
            raise RuntimeError("already ascended")
        for group in self.optimizer.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                self.old[p] = p.clone()
                p.add_(self.rho * p.grad / (p.grad.norm() + 1e-12))

    @torch.no_grad()
    def descend(self):
        if not self.old:
            raise RuntimeError("call ascend first")
        for p, old in self.old.items():
            p.copy_(old)
        self.old = {}
        self.optimizer.step()
