"""Positions are compared to make the mask, one-hot rows meet the embeddings, and logits are dot products by einsum."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Table(nn.Module):
    def __init__(self, n, d):
        super().__init__()
        self.weight = nn.Parameter(0.02 * torch.randn(n, d))


class GPT(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.token_embedding = Table(vocab_size, d_model)
        self.position_embedding = Table(n_context, d_model)
        self.blocks = nn.Sequential(*(Block(d_model, n_heads) for _ in range(n_layers)))
        self.norm = nn.LayerNorm(d_model)
        small = 0.02 / math.sqrt(2 * n_layers)
        for block in self.blocks:
            attention, network = block.attention, block.feed_forward
            layers = ((attention.qkv, 0.02), (attention.out, small), (network.fc1, 0.02), (network.fc2, small))
            for layer, std in layers:
                nn.init.trunc_normal_(layer.weight, std=std, a=-1, b=1)
                nn.init.constant_(layer.bias, 0)

    def forward(self, tokens):
        steps = torch.arange(tokens.shape[1])
        table = self.token_embedding.weight
        if len(steps) > len(self.position_embedding.weight):
            raise ValueError("too many tokens")
        x = F.one_hot(tokens, len(table)).to(table.dtype) @ table + self.position_embedding.weight[steps]
        for block in self.blocks:
            x = block(x, steps[:, None] >= steps)
        return torch.einsum("btd,vd->btv", self.norm(x), table)


def count_parameters(vocab_size, n_context, n_layers, d_model):
    D = d_model
    return vocab_size * D + n_context * D + n_layers * (12 * D**2 + 13 * D) + 2 * D
