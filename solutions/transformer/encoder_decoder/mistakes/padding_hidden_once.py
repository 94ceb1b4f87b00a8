"""The decoder's cross-attention reads the memory of the padding too: it needs the mask that hides the padding from
the encoder.

caught by: test_the_decoder_sees_no_padding_of_the_source
"""

import torch
import torch.nn as nn


def shift_right(target, start_id):
    out = torch.zeros_like(target)
    out[:, 1:] = target[:, :-1]
    out[:, 0] = start_id
    return out


class DecoderLayer(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.attention = Attention(d_model, n_heads)
        self.cross_attention = Attention(d_model, n_heads)
        self.feed_forward = FeedForward(d_model)
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.norm3 = nn.LayerNorm(d_model)

    def forward(self, x, memory, source_real=None):
        T = x.size(1)
        causal_mask = torch.tril(torch.ones(T, T)).bool()
        x = self.norm1(x + self.attention(x, x, causal_mask))
        x = self.norm2(x + self.cross_attention(x, memory))
        x = self.norm3(x + self.feed_forward(x))
        return x


class EncoderDecoder(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d_model)
        self.positions = nn.Embedding(n_context, d_model)
        self.encoder = nn.ModuleList([EncoderLayer(d_model, n_heads) for _ in range(n_layers)])
        self.decoder = nn.ModuleList([DecoderLayer(d_model, n_heads) for _ in range(n_layers)])

    def encode(self, source, source_real=None):
        x = self.embedding(source) + self.positions(torch.arange(source.size(1)))
        src_mask = source_real.unsqueeze(1).unsqueeze(2) if source_real is not None else None
        for layer in self.encoder:
            x = layer(x, src_mask)
        return x

    def decode(self, target, memory, source_real=None):
        x = self.embedding(target) + self.positions(torch.arange(target.size(1)))
        for layer in self.decoder:
            x = layer(x, memory, source_real)
        return x @ self.embedding.weight.t()

    def forward(self, source, target, source_real=None):
        memory = self.encode(source, source_real)
        return self.decode(target, memory, source_real)
