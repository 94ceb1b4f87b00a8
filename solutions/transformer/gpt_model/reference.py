"""GPT-2.

The head needs no parameter of its own: the logit of a token is the dot product of the features with its embedding.
"""

import torch
from torch import nn


class GPT(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.token_embedding = nn.Embedding(vocab_size, d_model)
        self.position_embedding = nn.Embedding(n_context, d_model)
        self.blocks = nn.ModuleList(Block(d_model, n_heads) for _ in range(n_layers))
        self.norm = nn.LayerNorm(d_model)
        for name, parameter in self.named_parameters():
            if name.endswith(("attention.out.weight", "fc2.weight")):
                nn.init.normal_(parameter, std=0.02 / (2 * n_layers) ** 0.5)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)
            elif "norm" not in name:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, tokens):
        n = tokens.shape[1]
        if n > len(self.position_embedding.weight):
            raise ValueError(f"{n} tokens are more than the context length of {len(self.position_embedding.weight)}")
        x = self.token_embedding(tokens) + self.position_embedding(torch.arange(n))  # (B, T, D)
        mask = torch.ones(n, n, dtype=torch.bool).tril()
        for block in self.blocks:
            x = block(x, mask)
        return self.norm(x) @ self.token_embedding.weight.T  # (B, T, V)


def count_parameters(vocab_size, n_context, n_layers, d_model):
    attention = 4 * (d_model * d_model + d_model)
    feed_forward = 8 * d_model * d_model + 5 * d_model
    block = attention + feed_forward + 2 * 2 * d_model
    return (vocab_size + n_context) * d_model + n_layers * block + 2 * d_model
