"""Mean and std are plain attributes: a tensor that isn't registered is neither saved in the state dict nor moved with the
module. register_buffer does both.

caught by: test_the_state_dict_has_them_all
"""

import math

import torch
from torch import nn


class StandardizedLinear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        k = 1 / math.sqrt(n_in)
        self.weight = nn.Parameter(torch.empty(n_out, n_in).uniform_(-k, k))
        if bias:
            self.bias = nn.Parameter(torch.empty(n_out).uniform_(-k, k))
        else:
            self.bias = None
        self.mean = torch.zeros(n_in)
        self.std = torch.ones(n_in)

    def fit(self, x):
        self.mean = x.mean(dim=0)
        self.std = x.std(dim=0, unbiased=False)
        self.std[self.std == 0] = 1.0

    def forward(self, x):
        z = (x - self.mean) / self.std
        out = z @ self.weight.t()
        if self.bias is not None:
            out = out + self.bias
        return out
