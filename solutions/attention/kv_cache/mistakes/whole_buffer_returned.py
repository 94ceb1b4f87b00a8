"""The whole buffer comes back, with the rows that nobody has written yet: append returns the keys and values of the
first `length` tokens only.

caught by: test_append_returns_everything_so_far
"""

import torch
from torch import nn


class KVCache:
    def __init__(self, n_batch, n_heads, max_tokens, d_head, dtype=torch.float32):
        self.max_tokens, self.length = max_tokens, 0
        self.k = torch.zeros(n_batch, n_heads, max_tokens, d_head, dtype=dtype)
        self.v = torch.zeros(n_batch, n_heads, max_tokens, d_head, dtype=dtype)

    def append(self, k, v):
        n_new = k.shape[2]
        if self.length + n_new > self.max_tokens:
            raise ValueError("the cache is full")
        self.k[:, :, self.length : self.length + n_new] = k
        self.v[:, :, self.length : self.length + n_new] = v
        self.length += n_new
        return self.k, self.v

    def truncate(self, length):
        if length < 0 or length > self.length:
            raise ValueError("there are fewer tokens")
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
