"""LoRA, with a copy of the weight kept while it is merged.

x goes through the narrow matrices one after the other, so that the (D_out, D_in) product is made only when merging.
"""

import math

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.scale = alpha / rank
        weight = base.weight
        self.lora_A = nn.Parameter(weight.new_empty(rank, base.in_features))
        self.lora_B = nn.Parameter(weight.new_zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self._unmerged = None  # the old weight, while merged

    def forward(self, x):
        y = self.base(x)
        if self._unmerged is None:
            y = y + self.scale * (x @ self.lora_A.T @ self.lora_B.T)
        return y

    @torch.no_grad()
    def merge(self):
        if self._unmerged is None:
            self._unmerged = self.base.weight.clone()
            self.base.weight += self.scale * self.lora_B @ self.lora_A

    @torch.no_grad()
    def unmerge(self):
        if self._unmerged is not None:
            self.base.weight.copy_(self._unmerged)
            self._unmerged = None


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
