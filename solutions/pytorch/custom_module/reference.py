"""A linear layer with statistics of its own.

`nn.Module` overrides the assignment of attributes: a Parameter is registered when it is assigned, and a tensor that is
assigned to the name of a buffer becomes the buffer's new value.
"""

import torch
import torch.nn.functional as F
from torch import nn


class StandardizedLinear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        bound = n_in**-0.5
        self.weight = nn.Parameter(torch.empty(n_out, n_in).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(n_out).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)
        self.register_buffer("mean", torch.zeros(n_in))
        self.register_buffer("std", torch.ones(n_in))

    @torch.no_grad()
    def fit(self, x):
        std = x.std(dim=0, unbiased=False)
        self.mean = x.mean(dim=0)
        self.std = torch.where(std > 0, std, 1.0)

    def forward(self, x):
        z = (x - self.mean) / self.std
        return F.linear(z, self.weight, self.bias)
