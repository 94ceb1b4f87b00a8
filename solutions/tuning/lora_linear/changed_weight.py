"""Unmerged, the update is part of a weight made for each call; merged, another Parameter stands in the base."""

import torch
import torch.nn.functional as F
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        base.weight.requires_grad_(False)
        if base.bias is not None:
            base.bias.requires_grad_(False)
        self.scaling = alpha / rank
        self.lora_A = nn.Parameter(torch.empty_like(base.weight[:1].repeat(rank, 1)).normal_(std=0.1))
        self.lora_B = nn.Parameter(torch.zeros_like(base.weight[:, :1].repeat(1, rank)))
        self.stack = []

    def weight(self):
        return torch.addmm(self.base.weight, self.lora_B, self.lora_A, alpha=self.scaling)

    def forward(self, x):
        return self.base(x) if self.stack else F.linear(x, self.weight(), self.base.bias)

    def merge(self):
        if not self.stack:
            self.stack.append(self.base.weight)
            self.base.weight = nn.Parameter(self.weight().detach(), requires_grad=False)

    def unmerge(self):
        if self.stack:
            self.base.weight = self.stack.pop()


def count_trainable(model):
    return sum(map(torch.numel, filter(lambda p: p.requires_grad, model.parameters())))
