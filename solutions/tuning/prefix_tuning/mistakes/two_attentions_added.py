"""Attention to the prefix and attention to the positions are computed apart and added: there is one softmax over both.

caught by: test_queries_attend_to_the_prefix
"""

import torch
import torch.nn as nn


class PrefixEncoder(nn.Module):
    def __init__(self, n_layers, n_heads, d_head, n_prefix, d_embed, d_hidden):
        super().__init__()
        self.dims = (n_layers, 2, n_heads, d_head)
        self.table = nn.Embedding(n_prefix, d_embed)
        self.fc1 = nn.Linear(d_embed, d_hidden)
        self.fc2 = nn.Linear(d_hidden, n_layers * 2 * n_heads * d_head)

    def forward(self):
        x = self.fc2(torch.tanh(self.fc1(self.table.weight)))
        x = x.view(-1, *self.dims)
        return x.permute(1, 2, 3, 0, 4)


def prefix_attention(query, key, value, prefix, mask):
    scale = query.size(-1) ** 0.5
    a = torch.softmax(query @ prefix[0].transpose(-2, -1) / scale, dim=-1) @ prefix[1]
    scores = query @ key.transpose(-2, -1) / scale
    scores = scores.masked_fill(~mask.unsqueeze(1), float("-inf"))
    b = torch.softmax(scores, dim=-1).nan_to_num(0.0) @ value
    return a + b
