"""DoRA.

Divided by its own norm, V keeps its direction alone; the detached norm makes the gradient of V a mere multiple of that
of W'.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


class DoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.scale = alpha / rank
        self.lora_A = nn.Parameter(base.weight.new_empty(rank, base.in_features))
        self.lora_B = nn.Parameter(base.weight.new_zeros(base.out_features, rank))
        self.magnitude = nn.Parameter(base.weight.norm(dim=1))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))

    def weight(self):
        V = self.base.weight + self.scale * self.lora_B @ self.lora_A  # (D_out, D_in)
        c = V.norm(dim=1).detach()
        return (self.magnitude / c)[:, None] * V

    def forward(self, x):
        return F.linear(x, self.weight(), self.base.bias)

    @torch.no_grad()
    def merge(self):
        return self.weight()
