"""The blocks get no mask: every position sees the token that it has to predict, and the model learns to copy it.

caught by: test_no_position_sees_the_future
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
        for name, p in self.named_parameters():
            if p.dim() < 2:
                continue
            std = 0.02
            if "out" in name or "fc2" in name:
                std = std / (2 * n_layers) ** 0.5
            nn.init.normal_(p, 0.0, std)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.zeros_(m.bias)

    def forward(self, tokens):
        B, T = tokens.shape
        if T > self.n_context:
            raise ValueError("sequence too long")
        x = self.token_embedding(tokens) + self.position_embedding(torch.arange(T))
        for block in self.blocks:
            x = block(x, None)
        return self.norm(x) @ self.token_embedding.weight.t()


def count_parameters(vocab_size, n_context, n_layers, d_model):
    per_block = 12 * d_model**2 + 13 * d_model
    return vocab_size * d_model + n_context * d_model + n_layers * per_block + 2 * d_model
