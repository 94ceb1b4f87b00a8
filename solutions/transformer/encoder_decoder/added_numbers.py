"""Masks as numbers that are added to the logits, 0 or minus infinity."""

import torch
from torch import nn


def shift_right(target, start_id):
    return nn.functional.pad(target, (1, 0), value=start_id)[:, :-1]


def hide(real, dtype):
    if real is None:
        return None
    return torch.where(real, 0.0, -torch.inf).to(dtype)[:, None, None, :]


class DecoderLayer(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        for name in ("attention", "cross_attention"):
            setattr(self, name, Attention(d_model, n_heads))
        self.feed_forward = FeedForward(d_model)
        for i in (1, 2, 3):
            setattr(self, f"norm{i}", nn.LayerNorm(d_model))

    def forward(self, x, memory, source_real=None):
        future = torch.full((x.shape[1], x.shape[1]), -torch.inf, dtype=x.dtype).triu(1)
        x = self.norm1(self.attention(x, x, future) + x)
        x = self.norm2(self.cross_attention(x, memory, hide(source_real, x.dtype)) + x)
        return self.norm3(self.feed_forward(x) + x)


class EncoderDecoder(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.embedding, self.positions = nn.Embedding(vocab_size, d_model), nn.Embedding(n_context, d_model)
        self.encoder, self.decoder = nn.ModuleList(), nn.ModuleList()
        for _ in range(n_layers):
            self.encoder.append(EncoderLayer(d_model, n_heads))
            self.decoder.append(DecoderLayer(d_model, n_heads))

    def encode(self, source, source_real=None):
        places = torch.arange(source.shape[1]).expand_as(source)
        x = self.embedding(source) + self.positions(places)
        mask = hide(source_real, x.dtype)
        for layer in self.encoder:
            x = layer(x, mask)
        return x

    def decode(self, target, memory, source_real=None):
        places = torch.arange(target.shape[1]).expand_as(target)
        x = self.embedding(target) + self.positions(places)
        for layer in self.decoder:
            x = layer(x, memory, source_real)
        return torch.einsum("btd,vd->btv", x, self.embedding.weight)

    def forward(self, source, target, source_real=None):
        return self.decode(target, self.encode(source, source_real), source_real)
