# needs: torch
"""torch's own kernel, with a mask that is aligned bottom-right: its `is_causal` is aligned top-left."""

import torch
import torch.nn.functional as F
from torch import nn


class KVCache:
    def __init__(self, n_batch, n_heads, max_tokens, d_head, dtype=torch.float32):
        self.room = max_tokens
        self.both = torch.zeros(2, n_batch, n_heads, 0, d_head, dtype=dtype)

    @property
    def length(self):
        return self.both.shape[3]

    def append(self, k, v):
        if self.length + k.shape[2] > self.room:
            raise ValueError("the cache is full")
        self.both = torch.cat([self.both, torch.stack([k, v])], dim=3)
        return self.both[0], self.both[1]

    def truncate(self, length):
        if length not in range(self.length + 1):
            raise ValueError("no such length")
        self.both = self.both[:, :, :, :length]


class CachedSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.heads = (n_heads, d_model // n_heads)
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, x, cache=None):
        q, k, v = (p(x).unflatten(2, self.heads).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        if cache is not None:
            k, v = cache.append(k, v)
        n_queries, n_keys = q.shape[2], k.shape[2]
        mask = torch.arange(n_keys) <= torch.arange(n_keys - n_queries, n_keys)[:, None]
        heads = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out_proj(heads.transpose(1, 2).flatten(2))


def generate(step, prompt, n_new):
    tokens = list(prompt)
    seen = 0
    for _ in range(n_new):
        logits = step(tokens[seen:])
        seen = len(tokens)
        tokens.append(logits.max(dim=0).indices.item())
    return tokens[len(prompt) :]
