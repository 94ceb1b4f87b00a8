# needs: torch
"""torch's own kernel: `scaled_dot_product_attention` reads a boolean mask as True = may attend too."""

import torch.nn.functional as F
from torch import nn


def split_heads(x, n_heads):
    if x.shape[-1] % n_heads:
        raise ValueError("the features don't divide into the heads")
    return x.view(*x.shape[:2], n_heads, -1).transpose(1, 2)


def merge_heads(x):
    return x.transpose(1, 2).flatten(-2)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads:
            raise ValueError("the features don't divide into the heads")
        self.n_heads = n_heads
        self.p = dropout
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask=None):
        heads = F.scaled_dot_product_attention(
            split_heads(self.q_proj(query), self.n_heads),
            split_heads(self.k_proj(key), self.n_heads),
            split_heads(self.v_proj(value), self.n_heads),
            attn_mask=mask,
            dropout_p=self.p if self.training else 0.0,
        )
        return self.out_proj(merge_heads(heads))
