"""Only the base's weight is frozen, and its bias is trained on: the whole base is frozen, so that A and B are all that differs
between two tasks.

caught by: test_only_a_and_b_are_trained
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        self.base.weight.requires_grad = False
        self.scaling = alpha / rank
        self.lora_A = nn.Parameter(torch.randn(rank, base.in_features, dtype=base.weight.dtype) * 0.01)
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, rank, dtype=base.weight.dtype))
        self.merged = False

    def forward(self, x):
        out = self.base(x)
        if not self.merged:
            out = out + self.scaling * (x @ self.lora_A.T) @ self.lora_B.T
        return out

    def merge(self):
        if not self.merged:
            self.original = self.base.weight.data
            self.base.weight.data = self.base.weight.data + self.scaling * (self.lora_B.data @ self.lora_A.data)
            self.merged = True

    def unmerge(self):
        if self.merged:
            self.base.weight.data = self.original
            self.merged = False


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
