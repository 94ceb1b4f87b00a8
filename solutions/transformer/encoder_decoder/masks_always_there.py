"""Masks of pairs are always made, also where nothing is hidden; sublayers are applied by one helper."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(target, start_id):
    shifted = target.roll(1, dims=1)
    shifted[:, 0] = start_id
    return shifted


class DecoderLayer(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.attention, self.cross_attention = Attention(d_model, n_heads), Attention(d_model, n_heads)
        self.feed_forward = FeedForward(d_model)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(d_model) for _ in range(3))

    def forward(self, x, memory, source_real=None):
        steps = torch.arange(x.shape[1])
        real = torch.ones(memory.shape[:2], dtype=torch.bool) if source_real is None else source_real
        pairs = real[:, None, None, :].expand(-1, 1, len(steps), -1)
        sublayers = (
            (self.norm1, lambda z: self.attention(z, z, steps[:, None] >= steps[None])),
            (self.norm2, lambda z: self.cross_attention(z, memory, pairs)),
            (self.norm3, self.feed_forward),
        )
        for norm, sublayer in sublayers:
            x = norm(x + sublayer(x))
        return x


class EncoderDecoder(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d_model)
        self.positions = nn.Embedding(n_context, d_model)
        self.encoder = nn.Sequential(*[EncoderLayer(d_model, n_heads) for _ in range(n_layers)])
        self.decoder = nn.Sequential(*[DecoderLayer(d_model, n_heads) for _ in range(n_layers)])

    def encode(self, source, source_real=None):
        real = torch.ones_like(source, dtype=torch.bool) if source_real is None else source_real
        x = self.embedding(source) + self.positions.weight[: source.size(1)]
        for layer in self.encoder:
            x = layer(x, real[:, None, None])
        return x

    def decode(self, target, memory, source_real=None):
        x = self.embedding(target) + self.positions.weight[: target.size(1)]
        for layer in self.decoder:
            x = layer(x, memory, source_real)
        return F.linear(x, self.embedding.weight)

    def forward(self, source, target, source_real=None):
        memory = self.encode(source, source_real)
        return self.decode(target, memory, source_real)
