"""The weight that unmerge restores was kept when the layer was made: weights that are loaded later are lost with the first
unmerge. Keep the copy when merging.

caught by: test_unmerged_bit_by_bit
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
        self.original = base.weight.detach().clone()
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
            self.base.weight.data = self.base.weight.data + self.scaling * (self.lora_B.data @ self.lora_A.data)
            self.merged = True

    def unmerge(self):
        if self.merged:
            self.base.weight.data.copy_(self.original)
            self.merged = False


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
