"""A mask of pairs, in which padding sees itself so that no row is empty; means by a matrix product."""

import torch
from torch import nn


class BERT(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        for name, n in (("token", vocab_size), ("segment", 2), ("position", n_context)):
            self.add_module(f"{name}_embedding", nn.Embedding(n, d_model))
        self.norm = nn.LayerNorm(d_model)
        self.blocks = nn.Sequential(*[Block(d_model, n_heads) for _ in range(n_layers)])
        self.pooler = nn.Linear(d_model, d_model)

    def forward(self, tokens, segments=None, real=None):
        real = torch.ones_like(tokens, dtype=torch.bool) if real is None else real
        x = self.token_embedding(tokens) + self.position_embedding.weight[: tokens.shape[1]]
        x = x + (self.segment_embedding.weight[0] if segments is None else self.segment_embedding(segments))
        x = self.norm(x)
        pairs = real[:, :, None] & real[:, None, :] | torch.eye(tokens.shape[1], dtype=torch.bool)
        for block in self.blocks:
            x = block(x, pairs[:, None])
        return x, self.pooler(x.select(1, 0)).tanh()


def mean_pool(hidden, real):
    shares = real.to(hidden.dtype) / real.sum(1, keepdim=True)
    return torch.einsum("bt,btd->bd", shares, hidden)
