"""Einsums, a flag, and the merged weight as another tensor beside the old one."""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        for parameter in base.parameters():
            parameter.requires_grad = False
        self.base = base
        self.rank, self.alpha, self.merged = rank, alpha, False
        dtype = base.weight.dtype
        self.lora_A = nn.Parameter(torch.randn(rank, base.weight.shape[1], dtype=dtype) / rank)
        self.lora_B = nn.Parameter(torch.zeros(base.weight.shape[0], rank, dtype=dtype))

    def forward(self, x):
        if self.merged:
            return self.base(x)
        update = torch.einsum("...i,ri,or->...o", x, self.lora_A, self.lora_B)
        return self.base(x) + update * self.alpha / self.rank

    def merge(self):
        if self.merged:
            return
        self.old = self.base.weight.data
        product = torch.einsum("or,ri->oi", self.lora_B.data, self.lora_A.data)
        self.base.weight.data = self.old + self.alpha * product / self.rank
        self.merged = True

    def unmerge(self):
        if self.merged:
            self.base.weight.data = self.old
            self.merged = False


def count_trainable(model):
    trained = 0
    for parameter in model.parameters():
        if parameter.requires_grad:
            size = 1
            for n in parameter.shape:
                size *= n
            trained += size
    return trained
