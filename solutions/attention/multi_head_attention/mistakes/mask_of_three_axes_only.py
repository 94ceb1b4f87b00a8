"""An axis for the heads is put into every mask, as if it had the shape (B, T, S): masks broadcast to (B, H, T, S) as
they are, from the right.

caught by: test_masks_of_any_broadcastable_shape
"""

import math

import torch
from torch import nn


def split_heads(x, n_heads):
    n_batch, n, d_model = x.shape
    if d_model % n_heads != 0:
        raise ValueError("d_model must be divisible by n_heads")
    return x.view(n_batch, n, n_heads, d_model // n_heads).transpose(1, 2)


def merge_heads(x):
    n_batch, n_heads, n, d_head = x.shape
    return x.transpose(1, 2).contiguous().view(n_batch, n, n_heads * d_head)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads != 0:
            raise ValueError("d_model must be divisible by n_heads")
        self.n_heads, self.d_head = n_heads, d_model // n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, query, key, value, mask=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(self.d_head)
        if mask is not None:
            mask = mask.unsqueeze(1)
            scores = scores.masked_fill(mask == 0, float("-inf"))
        attn = torch.softmax(scores, dim=-1)
        if mask is not None:
            attn = attn.masked_fill(mask == 0, 0.0)
        attn = self.dropout(attn)
        return self.out_proj(merge_heads(torch.matmul(attn, v)))
