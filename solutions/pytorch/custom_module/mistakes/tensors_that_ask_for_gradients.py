"""Weight and bias are tensors with requires_grad: they get gradients, but without nn.Parameter the module doesn't know of
them, so that no optimizer, no state dict and no move finds them.

caught by: test_weight_and_bias_learn_and_nothing_else
"""

import math

import torch
from torch import nn


class StandardizedLinear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        k = 1 / math.sqrt(n_in)
        self.weight = torch.empty(n_out, n_in).uniform_(-k, k).requires_grad_()
        self.bias = torch.empty(n_out).uniform_(-k, k).requires_grad_() if bias else None
        self.register_buffer("mean", torch.zeros(n_in))
        self.register_buffer("std", torch.ones(n_in))

    def fit(self, x):
        self.mean = x.mean(dim=0)
        std = x.std(dim=0, unbiased=False)
        self.std = torch.where(std == 0, torch.ones_like(std), std)

    def forward(self, x):
        out = ((x - self.mean) / self.std) @ self.weight.t().to(x.dtype)
        if self.bias is not None:
            out = out + self.bias
        return out
