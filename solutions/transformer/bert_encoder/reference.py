"""BERT.

Padding is a matter of the keys: a mask of shape (B, 1, 1, T) hides it from every query of every head.
"""

import torch
from torch import nn


class BERT(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.token_embedding = nn.Embedding(vocab_size, d_model)
        self.segment_embedding = nn.Embedding(2, d_model)
        self.position_embedding = nn.Embedding(n_context, d_model)
        self.norm = nn.LayerNorm(d_model)
        self.blocks = nn.ModuleList(Block(d_model, n_heads) for _ in range(n_layers))
        self.pooler = nn.Linear(d_model, d_model)

    def forward(self, tokens, segments=None, real=None):
        if segments is None:
            segments = torch.zeros_like(tokens)
        positions = self.position_embedding(torch.arange(tokens.shape[1]))  # (T, D)
        x = self.norm(self.token_embedding(tokens) + self.segment_embedding(segments) + positions)
        mask = None if real is None else real[:, None, None, :]
        for block in self.blocks:
            x = block(x, mask)
        return x, torch.tanh(self.pooler(x[:, 0]))


def mean_pool(hidden, real):
    weights = real[..., None].to(hidden.dtype)  # (B, T, 1)
    return (hidden * weights).sum(dim=1) / weights.sum(dim=1)
