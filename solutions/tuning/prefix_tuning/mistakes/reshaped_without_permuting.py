"""The output is reshaped to (L, 2, H, P, E) at once: the position is the slowest axis of the output, and has to be moved there.

caught by: test_prefixes_of_all_layers
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class PrefixEncoder(nn.Module):
    def __init__(self, n_layers, n_heads, d_head, n_prefix, d_embed, d_hidden):
        super().__init__()
        self.n_layers = n_layers
        self.n_heads = n_heads
        self.d_head = d_head
        self.n_prefix = n_prefix
        self.table = nn.Embedding(n_prefix, d_embed)
        self.fc1 = nn.Linear(d_embed, d_hidden)
        self.fc2 = nn.Linear(d_hidden, n_layers * 2 * n_heads * d_head)

    def forward(self):
        x = self.table(torch.arange(self.n_prefix))
        x = self.fc2(torch.tanh(self.fc1(x)))
        return x.reshape(self.n_layers, 2, self.n_heads, self.n_prefix, self.d_head)


def prefix_attention(query, key, value, prefix, mask):
    B, H, T, E = query.shape
    pk = prefix[0].unsqueeze(0).expand(B, -1, -1, -1)
    pv = prefix[1].unsqueeze(0).expand(B, -1, -1, -1)
    k = torch.cat([pk, key], dim=2)
    v = torch.cat([pv, value], dim=2)
    scores = torch.matmul(query, k.transpose(-2, -1)) / E**0.5
    prefix_mask = torch.ones(B, T, pk.shape[2], dtype=torch.bool)
    full = torch.cat([prefix_mask, mask], dim=-1).unsqueeze(1)
    scores = scores.masked_fill(~full, float("-inf"))
    return torch.matmul(F.softmax(scores, dim=-1), v)
