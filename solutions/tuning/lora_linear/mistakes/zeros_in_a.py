"""A is 0 at the start: with B at 0 too neither would ever get a gradient, and with B drawn the roles are swapped. LoRA draws A
and sets B to 0.

caught by: test_a_fresh_layer_is_its_base
"""

import torch
import torch.nn as nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        self.base.weight.requires_grad = False
        if self.base.bias is not None:
            self.base.bias.requires_grad = False
        dtype = base.weight.dtype
        self.lora_A = nn.Parameter(torch.zeros(rank, base.in_features, dtype=dtype))
        self.lora_B = nn.Parameter(torch.randn(base.out_features, rank, dtype=dtype) * 0.02)
        self.scale = alpha / rank
        self.merged = False

    def forward(self, x):
        out = self.base(x)
        if not self.merged:
            out = out + (x @ self.lora_A.T @ self.lora_B.T) * self.scale
        return out

    def merge(self):
        if self.merged:
            return
        self.saved = self.base.weight.data.clone()
        self.base.weight.data = self.base.weight.data + self.scale * (self.lora_B @ self.lora_A).data
        self.merged = True

    def unmerge(self):
        if not self.merged:
            return
        self.base.weight.data = self.saved
        self.merged = False


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
