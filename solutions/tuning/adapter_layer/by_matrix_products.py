"""Bare parameters under the keys of the state dict, and a recursion over the children."""

import math

import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self, weight):
        super().__init__()
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(torch.zeros(len(weight)))


class AdapterLayer(nn.Module):
    def __init__(self, d_model, bottleneck):
        super().__init__()
        self.down = Affine(torch.randn(bottleneck, d_model) * 0.02)
        self.up = Affine(torch.zeros(d_model, bottleneck))

    def forward(self, x):
        z = torch.einsum("...d,rd->...r", x, self.down.weight) + self.down.bias
        hidden = 0.5 * z * (1 + torch.erf(z / math.sqrt(2)))
        return torch.einsum("...r,dr->...d", hidden, self.up.weight) + self.up.bias + x


def set_free(module, inside):
    inside = inside or isinstance(module, AdapterLayer)
    count = 0
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad = inside
        count += inside * parameter.numel()
    return count + sum(set_free(child, inside) for child in module.children())


def train_only_adapters(model):
    return set_free(model, False) / sum(p.numel() for p in model.parameters())
