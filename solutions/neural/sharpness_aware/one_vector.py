"""All gradients as one vector."""

import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters


class SAM:
    def __init__(self, optimizer, rho=0.05):
        if not rho >= 0:
            raise ValueError("rho is a distance")
        self.optimizer = optimizer
        self.rho = rho
        self.start = None

    def trained(self):
        return [p for g in self.optimizer.param_groups for p in g["params"] if p.grad is not None]

    def ascend(self):
        if self.start is not None:
            raise RuntimeError("two ascents in a row")
        with torch.no_grad():
            self.start = parameters_to_vector(self.trained()).clone()
            g = torch.cat([p.grad.flatten() for p in self.trained()])
            vector_to_parameters(self.start + self.rho * torch.nn.functional.normalize(g, dim=0), self.trained())

    def descend(self):
        if self.start is None:
            raise RuntimeError("no ascent")
        with torch.no_grad():
            vector_to_parameters(self.start, self.trained())
        self.start = None
        self.optimizer.step()
