"""A class for each variant that shares the parts, and masks of dropout drawn by hand."""

import torch
from torch import nn


class Parts(nn.Module):
    def __init__(self, d_model, n_heads, d_hidden, p):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.attention = SelfAttention(d_model, n_heads)
        self.feed_forward = FeedForward(d_model, d_hidden)
        self.p = p

    def drop(self, z):
        if not self.training or self.p == 0:
            return z
        return z * (torch.rand_like(z) >= self.p) / (1 - self.p)


class PreNorm(Parts):
    def forward(self, x, mask=None):
        h = self.drop(self.attention(self.norm1(x), mask)) + x
        return self.drop(self.feed_forward(self.norm2(h))) + h


class PostNorm(Parts):
    def forward(self, x, mask=None):
        h = self.norm1(self.drop(self.attention(x, mask)) + x)
        return self.norm2(self.drop(self.feed_forward(h)) + h)


def TransformerBlock(d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
    return (PreNorm if pre_norm else PostNorm)(d_model, n_heads, d_hidden, dropout)


class TransformerStack(nn.Module):
    def __init__(self, n_layers, d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
        super().__init__()
        blocks = [TransformerBlock(d_model, n_heads, d_hidden, dropout, pre_norm) for _ in range(n_layers)]
        self.blocks = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(d_model) if pre_norm else None

    def forward(self, x, mask=None):
        for block in self.blocks:
            x = block(x, mask)
        return x if self.norm is None else self.norm(x)
