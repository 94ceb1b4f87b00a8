"""Multi-head attention with the heads as a batch axis.

Why it works: heads don't see each other between the projections and `out_proj`, so they are H independent problems, and
a matrix product treats leading axes just so. Splitting the features and moving the heads to the front costs no
arithmetic; the rest is one scaled dot-product attention.
"""

import math

import torch
from torch import nn


def split_heads(x, n_heads):
    batch, n, d_model = x.shape
    if d_model % n_heads:
        raise ValueError(f"{n_heads} heads can't share {d_model} features evenly")
    return x.reshape(batch, n, n_heads, d_model // n_heads).transpose(1, 2)


def merge_heads(x):
    batch, n_heads, n, d_head = x.shape
    return x.transpose(1, 2).reshape(batch, n, n_heads * d_head)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads:
            raise ValueError(f"{n_heads} heads can't share {d_model} features evenly")
        self.n_heads = n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, query, key, value, mask=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        # A sum of D / H products of unit variance has variance D / H: the root keeps the softmax from saturating.
        logits = q @ k.mT / math.sqrt(q.shape[-1])
        if mask is not None:
            logits = logits.masked_fill(~mask, -torch.inf)
        weights = torch.softmax(logits, dim=-1)
        if mask is not None:
            # A row without any key came out of the softmax as 0 / 0: filling puts zeros there and stops its gradient.
            weights = weights.masked_fill(~mask, 0.0)
        return self.out_proj(merge_heads(self.dropout(weights) @ v))
