"""The inputs are standardized by their own batch: mean and std are those of the training data that fit has seen, whatever
stands beside a row.

caught by: test_a_linear_layer
"""

import math

import torch
from torch import nn


class StandardizedLinear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        k = 1 / math.sqrt(n_in)
        self.weight = nn.Parameter(torch.empty(n_out, n_in).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(n_out).uniform_(-k, k)) if bias else None
        self.register_buffer("mean", torch.zeros(n_in))
        self.register_buffer("std", torch.ones(n_in))

    def fit(self, x):
        self.mean = x.mean(dim=0)
        std = x.std(dim=0, unbiased=False)
        self.std = torch.where(std == 0, torch.ones_like(std), std)

    def forward(self, x):
        self.fit(x)
        out = ((x - self.mean) / self.std) @ self.weight.t()
        return out if self.bias is None else out + self.bias
