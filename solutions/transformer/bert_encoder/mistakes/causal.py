"""The mask is causal: each token sees those before it alone. An encoder reads the text from both sides.

caught by: test_both_sides_are_seen
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
        self.blocks = nn.ModuleList([Block(d_model, n_heads) for _ in range(n_layers)])
        self.pooler = nn.Linear(d_model, d_model)

    def forward(self, tokens, segments=None, real=None):
        B, T = tokens.shape
        if segments is None:
            segments = torch.zeros_like(tokens)
        pos = torch.arange(T).unsqueeze(0)
        x = self.token_embedding(tokens) + self.segment_embedding(segments) + self.position_embedding(pos)
        x = self.norm(x)
        mask = torch.tril(torch.ones(T, T, dtype=torch.bool))[None, None]
        if real is not None:
            mask = mask & real[:, None, None, :]
        for block in self.blocks:
            x = block(x, mask)
        return x, torch.tanh(self.pooler(x[:, 0]))


def mean_pool(hidden, real):
    mask = real.unsqueeze(-1).to(hidden.dtype)
    return (hidden * mask).sum(dim=1) / mask.sum(dim=1)
