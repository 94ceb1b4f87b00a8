"""The base is a copy of the layer that was handed in, whose weights it no longer shares: `base` is that very layer, into which
is merged.

caught by: test_merged_into_the_base
"""

import torch
import torch.nn as nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        out_features, in_features = base.weight.shape
        dtype = base.weight.dtype
        self.base = nn.Linear(in_features, out_features, bias=base.bias is not None, dtype=dtype)
        self.base.load_state_dict(base.state_dict())
        for p in self.base.parameters():
            p.requires_grad = False
        self.lora_A = nn.Parameter(torch.randn(rank, in_features, dtype=dtype) * 0.01)
        self.lora_B = nn.Parameter(torch.zeros(out_features, rank, dtype=dtype))
        self.scaling = alpha / rank
        self.original = None

    def forward(self, x):
        out = self.base(x)
        if self.original is None:
            out = out + self.scaling * (x @ self.lora_A.t()) @ self.lora_B.t()
        return out

    def merge(self):
        if self.original is None:
            self.original = self.base.weight.data.clone()
            self.base.weight.data += self.scaling * (self.lora_B.data @ self.lora_A.data)

    def unmerge(self):
        if self.original is not None:
            self.base.weight.data = self.original
            self.original = None


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
