"""Encoder and decoder.

Every attention gets the mask of its own keys: the source's padding where keys come from the source, the future where
they come from the target.
"""

import torch
from torch import nn


def shift_right(target, start_id):
    start = torch.full_like(target[:, :1], start_id)
    return torch.cat([start, target[:, :-1]], dim=1)


def padding_mask(real):
    return None if real is None else real[:, None, None, :]  # (B, 1, 1, S)


class DecoderLayer(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.attention = Attention(d_model, n_heads)
        self.norm1 = nn.LayerNorm(d_model)
        self.cross_attention = Attention(d_model, n_heads)
        self.norm2 = nn.LayerNorm(d_model)
        self.feed_forward = FeedForward(d_model)
        self.norm3 = nn.LayerNorm(d_model)

    def forward(self, x, memory, source_real=None):
        n = x.shape[1]
        causal = torch.ones(n, n, dtype=torch.bool).tril()
        x = self.norm1(x + self.attention(x, x, causal))
        x = self.norm2(x + self.cross_attention(x, memory, padding_mask(source_real)))
        return self.norm3(x + self.feed_forward(x))


class EncoderDecoder(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d_model)
        self.positions = nn.Embedding(n_context, d_model)
        self.encoder = nn.ModuleList(EncoderLayer(d_model, n_heads) for _ in range(n_layers))
        self.decoder = nn.ModuleList(DecoderLayer(d_model, n_heads) for _ in range(n_layers))

    def embed(self, tokens):
        return self.embedding(tokens) + self.positions(torch.arange(tokens.shape[1]))

    def encode(self, source, source_real=None):
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, padding_mask(source_real))
        return x

    def decode(self, target, memory, source_real=None):
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, memory, source_real)
        return x @ self.embedding.weight.T

    def forward(self, source, target, source_real=None):
        return self.decode(target, self.encode(source, source_real), source_real)
