"""The mask as numbers that are added to the logits, and pooling text by text."""

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
        n_batch, n = tokens.shape
        segments = tokens.new_zeros(n_batch, n) if segments is None else segments
        real = torch.ones(n_batch, n, dtype=torch.bool) if real is None else real
        places = torch.arange(n).expand(n_batch, n)
        x = self.token_embedding(tokens) + self.segment_embedding(segments) + self.position_embedding(places)
        x = self.norm(x)
        mask = torch.zeros(n_batch, 1, 1, n, dtype=x.dtype).masked_fill(~real[:, None, None], -torch.inf)
        for block in self.blocks:
            x = block(x, mask)
        first = x[:, 0] @ self.pooler.weight.T + self.pooler.bias
        return x, 2 * torch.sigmoid(2 * first) - 1


def mean_pool(hidden, real):
    return torch.stack([row[keep].mean(0) for row, keep in zip(hidden, real, strict=True)])
