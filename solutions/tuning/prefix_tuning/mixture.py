"""Attention to the prefix and attention to the positions, mixed by their sums of exponentials (He et al. 2022)."""

import math

import torch
from torch import nn


class PrefixEncoder(nn.Module):
    def __init__(self, n_layers, n_heads, d_head, n_prefix, d_embed, d_hidden):
        super().__init__()
        self.shape = n_layers, 2, n_heads, d_head
        self.table = nn.Embedding(n_prefix, d_embed)
        self.fc1 = nn.Linear(d_embed, d_hidden)
        self.fc2 = nn.Linear(d_hidden, math.prod(self.shape))

    def forward(self):
        rows = [self.fc2(torch.tanh(self.fc1(row))).reshape(self.shape) for row in self.table.weight]
        return torch.stack(rows, dim=3)


def prefix_attention(query, key, value, prefix, mask):
    scale = query.shape[-1] ** -0.5
    to_prefix = torch.einsum("bhte,hpe->bhtp", query, prefix[0]) * scale
    to_positions = torch.einsum("bhte,bhse->bhts", query, key) * scale
    to_positions = torch.where(mask[:, None], to_positions, torch.tensor(-torch.inf, dtype=query.dtype))
    top = torch.maximum(to_prefix.amax(-1, keepdim=True), to_positions.amax(-1, keepdim=True))
    a, b = torch.exp(to_prefix - top), torch.exp(to_positions - top)
    total = a.sum(-1, keepdim=True) + b.sum(-1, keepdim=True)
    return (torch.einsum("bhtp,hpe->bhte", a, prefix[1]) + b @ value) / total
