"""Matrix products and erf by hand, all positions in one row; parameters are counted on modules that are built."""

import math

import torch
from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None):
        super().__init__()
        self.fc1 = nn.Linear(d_model, d_hidden or 4 * d_model)
        self.fc2 = nn.Linear(d_hidden or 4 * d_model, d_model)

    def forward(self, x):
        rows = x.reshape(-1, x.shape[-1])
        z = torch.addmm(self.fc1.bias, rows, self.fc1.weight.T)
        hidden = 0.5 * z * (1 + torch.erf(z / math.sqrt(2)))
        return torch.addmm(self.fc2.bias, hidden, self.fc2.weight.T).view(x.shape)


def count(module):
    return sum(p.numel() for p in module.parameters())


def feed_forward_share(d_model, d_hidden=None):
    own = count(FeedForward(d_model, d_hidden))
    attention = 4 * count(nn.Linear(d_model, d_model))
    return own / (own + attention + 2 * count(nn.LayerNorm(d_model)))
