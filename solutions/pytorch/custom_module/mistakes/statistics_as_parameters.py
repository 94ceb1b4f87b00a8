"""Mean and std are nn.Parameters: they are saved and moved, and handed to the optimizer as well, which is for what is
learned. What is only measured is a buffer.

caught by: test_weight_and_bias_learn_and_nothing_else
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
        self.mean = nn.Parameter(torch.zeros(n_in))
        self.std = nn.Parameter(torch.ones(n_in))

    def fit(self, x):
        with torch.no_grad():
            std = x.std(dim=0, unbiased=False)
            self.mean.copy_(x.mean(dim=0))
            self.std.copy_(torch.where(std == 0, torch.ones_like(std), std))

    def forward(self, x):
        z = (x - self.mean) / self.std
        out = z @ self.weight.t()
        return out if self.bias is None else out + self.bias
