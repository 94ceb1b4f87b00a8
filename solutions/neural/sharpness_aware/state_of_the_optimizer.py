"""The copies lie in the optimizer's state, the norm is torch's own of all norms."""

import torch


class SAM:
    def __init__(self, optimizer, rho=0.05):
        if rho < 0.0:
            raise ValueError(f"invalid rho: {rho}")
        self.base = optimizer
        self.rho = rho
        self.high = False

    def parameters(self):
        for group in self.base.param_groups:
            yield from group["params"]

    def ascend(self):
        if self.high:
            raise RuntimeError("already at w + e")
        norms = [p.grad.norm(p=2) for p in self.parameters() if p.grad is not None]
        scale = self.rho / (torch.norm(torch.stack(norms), p=2) + 1e-12)
        for p in self.parameters():
            if p.grad is None:
                continue
            self.base.state[p]["old_p"] = p.data.clone()
            p.data.add_(p.grad * scale)
        self.high = True

    def descend(self):
        if not self.high:
            raise RuntimeError("not at w + e")
        for p in self.parameters():
            if "old_p" in self.base.state[p]:
                p.data = self.base.state[p].pop("old_p")
        self.high = False
        self.base.step()
