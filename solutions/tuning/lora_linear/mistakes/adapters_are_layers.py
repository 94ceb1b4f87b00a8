"""The state dict has other names than base.weight, base.bias, lora_A and lora_B, as when A and B are layers of their own
(lora_A.weight): what was saved by these names isn't found.

caught by: test_the_state_dict
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad = False
        self.scaling = alpha / rank
        self.lora_A = nn.Linear(base.in_features, rank, bias=False, dtype=base.weight.dtype)
        self.lora_B = nn.Linear(rank, base.out_features, bias=False, dtype=base.weight.dtype)
        nn.init.zeros_(self.lora_B.weight)
        self.merged = False

    def forward(self, x):
        out = self.base(x)
        if not self.merged:
            out = out + self.scaling * self.lora_B(self.lora_A(x))
        return out

    def merge(self):
        if not self.merged:
            self.original = self.base.weight.data
            self.base.weight.data = self.base.weight.data + self.scaling * (self.lora_B.weight @ self.lora_A.weight)
            self.merged = True

    def unmerge(self):
        if self.merged:
            self.base.weight.data = self.original
            self.merged = False


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
