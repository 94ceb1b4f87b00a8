"""Nothing is refused when the cache is full: append has to raise when more than max_tokens would be held, since full
attention needs every token.

caught by: test_a_full_cache_refuses_and_stays_as_it_was
"""

import torch
from torch import nn


class KVCache:
    def __init__(self, n_batch, n_heads, max_tokens, d_head, dtype=torch.float32):
        self.k = torch.zeros(n_batch, n_heads, 0, d_head, dtype=dtype)
        self.v = torch.zeros(n_batch, n_heads, 0, d_head, dtype=dtype)
        self.length = 0

    def append(self, k, v):
        self.k = torch.cat([self.k, k], dim=2)
        self.v = torch.cat([self.v, v], dim=2)
        self.length = self.k.shape[2]
        return self.k, self.v

    def truncate(self, length):
        if length < 0 or length > self.length:
            raise ValueError("there are fewer tokens")
        self.k, self.v = self.k[:, :, :length], self.v[:, :, :length]
        self.length = length


class CachedSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads, self.d_head = n_heads, d_model // n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def heads(self, x):
        return x.view(x.shape[0], x.shape[1], self.n_heads, self.d_head).transpose(1, 2)

    def forward(self, x, cache=None):
        n_batch, n_new, d_model = x.shape
        q, k, v = self.heads(self.q_proj(x)), self.heads(self.k_proj(x)), self.heads(self.v_proj(x))
        if cache is not None:
            k, v = cache.append(k.detach(), v.detach())
        n_keys = k.shape[2]
        logits = q @ k.transpose(-2, -1) / self.d_head**0.5
        mask = torch.tril(torch.ones(n_new, n_keys), diagonal=n_keys - n_new)
        logits = logits.masked_fill(mask == 0, float("-inf"))
        h = torch.softmax(logits, dim=-1) @ v
        return self.out_proj(h.transpose(1, 2).reshape(n_batch, n_new, d_model))


def generate(step, prompt, n_new):
    new, tokens = [], prompt
    for _ in range(n_new):
        token = int(torch.argmax(step(tokens)))
        new.append(token)
        tokens = [token]
    return new
