"""Einsum with the head axis kept behind the positions, and a dropout mask drawn by hand.

Nothing is transposed: the index letters say which axes are summed. The rows without a key are replaced by finite logits
before the softmax, so that no nan is ever made.
"""

import torch
from torch import nn


def split_heads(x, n_heads):
    if x.size(-1) % n_heads:
        raise ValueError(f"d_model {x.size(-1)} isn't a multiple of {n_heads}")
    return x.unflatten(-1, (n_heads, -1)).movedim(2, 1)


def merge_heads(x):
    return x.movedim(1, 2).flatten(2)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads:
            raise ValueError(f"d_model {d_model} isn't a multiple of {n_heads}")
        self.n_heads, self.keep = n_heads, 1.0 - dropout
        self.q_proj, self.k_proj = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
        self.v_proj, self.out_proj = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            projection(x).unflatten(-1, (self.n_heads, -1))
            for projection, x in ((self.q_proj, query), (self.k_proj, key), (self.v_proj, value))
        )
        logits = torch.einsum("bthf,bshf->bhts", q / q.size(-1) ** 0.5, k)
        if mask is None:
            weights = logits.softmax(-1)
        else:
            seen = mask.any(-1, keepdim=True)
            bias = torch.zeros(mask.shape, dtype=logits.dtype).masked_fill(seen & ~mask, float("-inf"))
            weights = (logits + bias).softmax(-1) * seen
        if self.training and self.keep < 1.0:
            weights = weights * torch.bernoulli(torch.full_like(weights, self.keep)) / self.keep
        return self.out_proj(torch.einsum("bhts,bshf->bthf", weights, v).flatten(2))
