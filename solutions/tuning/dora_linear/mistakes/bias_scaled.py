"""The output of the base, its bias included, is multiplied by m / c: only the weight is rescaled, the bias is added after it.

caught by: test_magnitude_times_direction
"""

import math

import torch
import torch.nn as nn


class DoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad = False
        self.scaling = alpha / rank
        dtype = base.weight.dtype
        self.lora_A = nn.Parameter(torch.empty(rank, base.in_features, dtype=dtype))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, rank, dtype=dtype))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.magnitude = nn.Parameter(base.weight.norm(dim=1))

    def full(self):
        return self.base.weight + self.scaling * self.lora_B @ self.lora_A

    def forward(self, x):
        y = self.base(x) + self.scaling * (x @ self.lora_A.T @ self.lora_B.T)
        return y * (self.magnitude / self.full().norm(dim=1).detach())

    def merge(self):
        v = self.full()
        return (self.magnitude[:, None] * v / v.norm(dim=1, keepdim=True)).detach()
