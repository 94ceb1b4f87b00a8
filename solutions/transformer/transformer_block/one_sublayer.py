"""Both variants are one rule for a sublayer, applied twice; dropout and norm are functions."""

import torch.nn.functional as F
from torch import nn


class TransformerBlock(nn.Module):
    def __init__(self, d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
        super().__init__()
        self.dropout, self.pre_norm = dropout, pre_norm
        for i in (1, 2):
            self.add_module(f"norm{i}", nn.LayerNorm(d_model))
        self.attention = SelfAttention(d_model, n_heads)
        self.feed_forward = FeedForward(d_model, d_hidden)

    def sublayer(self, x, norm, function):
        update = function(norm(x) if self.pre_norm else x)
        x = x + F.dropout(update, self.dropout, self.training)
        return x if self.pre_norm else norm(x)

    def forward(self, x, mask=None):
        x = self.sublayer(x, self.norm1, lambda z: self.attention(z, mask))
        return self.sublayer(x, self.norm2, self.feed_forward)


class TransformerStack(nn.Module):
    def __init__(self, n_layers, d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
        super().__init__()
        self.blocks = nn.Sequential()
        for _ in range(n_layers):
            self.blocks.append(TransformerBlock(d_model, n_heads, d_hidden, dropout, pre_norm))
        if pre_norm:
            self.norm = nn.LayerNorm(d_model)

    def forward(self, x, mask=None):
        for block in self.blocks:
            x = block(x, mask=mask)
        return self.norm(x) if hasattr(self, "norm") else x
