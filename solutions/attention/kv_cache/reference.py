"""A KV cache, a layer that uses it, and the loop around both.

Why it works: keys and values depend on their own token only (in deeper layers on earlier tokens too, which don't change
either), so they can be kept. The buffers are made once: appending is a write into them, where a `cat` would copy the
whole cache for each token. A query is needed only while its own token is new, so queries aren't kept.
"""

import math

import torch
from torch import nn


class KVCache:
    def __init__(self, n_batch, n_heads, max_tokens, d_head, dtype=torch.float32):
        self.keys = torch.empty(n_batch, n_heads, max_tokens, d_head, dtype=dtype)
        self.values = torch.empty_like(self.keys)
        self.length = 0

    def append(self, k, v):
        end = self.length + k.shape[2]
        if end > self.keys.shape[2]:
            raise ValueError(f"{end} tokens don't fit into a cache of {self.keys.shape[2]}")
        # Detached: else the graph of every past token would live as long as the cache.
        self.keys[:, :, self.length : end] = k.detach()
        self.values[:, :, self.length : end] = v.detach()
        self.length = end
        return self.keys[:, :, :end], self.values[:, :, :end]

    def truncate(self, length):
        if not 0 <= length <= self.length:
            raise ValueError(f"the cache holds {self.length} tokens, not {length}")
        # What stands behind is overwritten by the next append.
        self.length = length


class CachedSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, x, cache=None):
        q, k, v = (
            projection(x).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for projection in (self.q_proj, self.k_proj, self.v_proj)
        )
        if cache is not None:
            k, v = cache.append(k, v)
        logits = q @ k.mT / math.sqrt(q.shape[-1])
        n_queries, n_keys = logits.shape[-2:]
        # The diagonal on which query t meets its own key starts S - T columns to the right.
        visible = torch.ones(n_queries, n_keys, dtype=torch.bool).tril(n_keys - n_queries)
        weights = torch.softmax(logits.masked_fill(~visible, -torch.inf), dim=-1)
        return self.out_proj((weights @ v).transpose(1, 2).flatten(-2))


def generate(step, prompt, n_new):
    tokens = [int(step(prompt).argmax())]
    for _ in range(n_new - 1):
        tokens.append(int(step(tokens[-1:]).argmax()))
    return tokens
