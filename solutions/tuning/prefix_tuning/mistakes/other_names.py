"""The state dict has other names than table.weight and the weights and biases of fc1 and fc2: trained weights are loaded by
name.

caught by: test_the_state_dict
"""

import math

import torch
import torch.nn as nn


class PrefixEncoder(nn.Module):
    def __init__(self, n_layers, n_heads, d_head, n_prefix, d_embed, d_hidden):
        super().__init__()
        self.dims = (n_prefix, n_layers, 2, n_heads, d_head)
        self.embedding = nn.Embedding(n_prefix, d_embed)
        self.trans = nn.Sequential(
            nn.Linear(d_embed, d_hidden),
            nn.Tanh(),
            nn.Linear(d_hidden, n_layers * 2 * n_heads * d_head),
        )

    def forward(self):
        x = self.trans(self.embedding(torch.arange(self.dims[0])))
        return x.view(self.dims).permute(1, 2, 3, 0, 4)


def prefix_attention(query, key, value, prefix, mask):
    B, H, T, E = query.shape
    P = prefix.shape[2]
    k = torch.cat([prefix[0].expand(B, H, P, E), key], dim=2)
    v = torch.cat([prefix[1].expand(B, H, P, E), value], dim=2)
    full = torch.cat([torch.ones(B, T, P, dtype=torch.bool), mask], dim=-1)
    scores = query @ k.transpose(-2, -1) / math.sqrt(E)
    scores = scores.masked_fill(~full.unsqueeze(1), float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
