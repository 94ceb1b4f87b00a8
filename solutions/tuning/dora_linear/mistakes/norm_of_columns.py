"""The norm runs down the columns, one for each input feature: here each output feature, a row, has its own norm and magnitude.

caught by: test_magnitude_times_direction
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


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
        self.magnitude = nn.Parameter(self.base.weight.norm(p=2, dim=0, keepdim=True))

    def get_weight(self):
        v = self.base.weight + self.scaling * (self.lora_B @ self.lora_A)
        norm = v.norm(p=2, dim=0, keepdim=True).detach()
        return self.magnitude * v / norm

    def forward(self, x):
        return F.linear(x, self.get_weight(), self.base.bias)

    def merge(self):
        return self.get_weight().detach()
