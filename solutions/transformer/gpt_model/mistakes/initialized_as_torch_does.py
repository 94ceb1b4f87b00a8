"""The embeddings are left as torch makes them, with a standard deviation of 1, fifty times that of GPT-2: they and
the weights of all linear layers are drawn anew.

caught by: test_initial_weights
"""

import torch
from torch import nn


class GPT(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.n_context = n_context
        self.token_embedding = nn.Embedding(vocab_size, d_model)
        self.position_embedding = nn.Embedding(n_context, d_model)
        self.blocks = nn.ModuleList([Block(d_model, n_heads) for _ in range(n_layers)])
        self.norm = nn.LayerNorm(d_model)
        self.head = nn.Linear(d_model, vocab_size, bias=False)
        self.head.weight = self.token_embedding.weight

    def forward(self, tokens):
        B, T = tokens.shape
        if T > self.n_context:
            raise ValueError("sequence too long")
        x = self.token_embedding(tokens) + self.position_embedding(torch.arange(T))
        mask = torch.tril(torch.ones(T, T, dtype=torch.bool))
        for block in self.blocks:
            x = block(x, mask)
        return self.head(self.norm(x))


def count_parameters(vocab_size, n_context, n_layers, d_model):
    per_block = 12 * d_model**2 + 13 * d_model
    return vocab_size * d_model + n_context * d_model + n_layers * per_block + 2 * d_model
