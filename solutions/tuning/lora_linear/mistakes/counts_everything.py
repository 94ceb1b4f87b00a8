"""All parameters are counted, the frozen ones too: only those with requires_grad are trained.

caught by: test_how_many_numbers_are_trained
"""

import math

import torch
import torch.nn as nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad = False
        self.scaling = alpha / rank
        self.lora_A = nn.Parameter(torch.zeros(rank, base.in_features, dtype=base.weight.dtype))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, rank, dtype=base.weight.dtype))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.original = None

    def forward(self, x):
        out = self.base(x)
        if self.original is None:
            out = out + (x @ self.lora_A.T @ self.lora_B.T) * self.scaling
        return out

    def merge(self):
        if self.original is None:
            self.original = self.base.weight.data.clone()
            self.base.weight.data += (self.lora_B @ self.lora_A) * self.scaling

    def unmerge(self):
        if self.original is not None:
            self.base.weight.data.copy_(self.original)
            self.original = None


def count_trainable(model):
    return sum(p.numel() for p in model.parameters())
