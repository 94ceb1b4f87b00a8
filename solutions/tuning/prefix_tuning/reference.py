"""Prefix tuning.

The row of the network's output is only another way to write an array of axes (L, 2, H, E): a view says so.
"""

import torch
from torch import nn


class PrefixEncoder(nn.Module):
    def __init__(self, n_layers, n_heads, d_head, n_prefix, d_embed, d_hidden):
        super().__init__()
        self.axes = (n_prefix, n_layers, 2, n_heads, d_head)
        self.table = nn.Embedding(n_prefix, d_embed)
        self.fc1 = nn.Linear(d_embed, d_hidden)
        self.fc2 = nn.Linear(d_hidden, n_layers * 2 * n_heads * d_head)

    def forward(self):
        out = self.fc2(torch.tanh(self.fc1(self.table.weight)))  # (P, L * 2 * H * E)
        return out.view(self.axes).permute(1, 2, 3, 0, 4)


def prefix_attention(query, key, value, prefix, mask):
    B, H, T, E = query.shape
    P = prefix.shape[2]
    keys = torch.cat([prefix[0].expand(B, H, P, E), key], dim=2)  # (B, H, P + S, E)
    values = torch.cat([prefix[1].expand(B, H, P, E), value], dim=2)
    visible = torch.cat([mask.new_ones(B, T, P), mask], dim=2)[:, None]  # (B, 1, T, P + S)
    logits = (query @ keys.mT / E**0.5).masked_fill(~visible, float("-inf"))
    return logits.softmax(dim=-1) @ values
