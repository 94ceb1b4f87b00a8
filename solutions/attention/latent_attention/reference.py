"""Multi-head latent attention, plain and absorbed.

Why it works: without the rotation, a logit is x_t^T Q_h^T U_h c_s. Where the brackets stand is up to us: (U_h c_s)
makes a key for each head and cached token, (Q_h x_t)^T U_h one vector for each head and new token. In decoding there is
one new token and there are thousands of cached ones. The same holds for the values: a weighted sum of W_h c_s is W_h
times the weighted sum of the c_s. What the cache holds then serves all heads, as in multi-query attention.
"""

import math
from functools import partial

import torch
from torch import nn


def attend(q, k, v):
    """Causal attention of the last T positions over S keys."""
    logits = q @ k.mT
    n_queries, n_keys = logits.shape[-2:]
    visible = torch.ones(n_queries, n_keys, dtype=torch.bool).tril(n_keys - n_queries)
    return torch.softmax(logits.masked_fill(~visible, -torch.inf), dim=-1) @ v


class LatentAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_head, d_latent, d_rope):
        super().__init__()
        if d_rope % 2:
            raise ValueError(f"{d_rope} features don't make pairs")
        self.n_heads, self.d_head, self.d_rope = n_heads, d_head, d_rope
        self.scale = 1 / math.sqrt(d_head + d_rope)
        linear = partial(nn.Linear, bias=False)
        self.q_proj = linear(d_model, n_heads * (d_head + d_rope))
        self.kv_down = linear(d_model, d_latent)
        self.k_rope = linear(d_model, d_rope)
        self.k_up = linear(d_latent, n_heads * d_head)
        self.v_up = linear(d_latent, n_heads * d_head)
        self.out_proj = linear(n_heads * d_head, d_model)

    def split_heads(self, x):
        return x.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)

    def queries(self, x, start):
        content, rest = self.split_heads(self.q_proj(x)).split([self.d_head, self.d_rope], dim=-1)
        return content, rotate(rest, start)

    def compress(self, x, start=0):
        return self.kv_down(x), rotate(self.k_rope(x), start)

    def forward(self, x):
        latent, rotary = self.compress(x)
        k = self.split_heads(self.k_up(latent))
        k = torch.cat([k, rotary[:, None].expand(-1, self.n_heads, -1, -1)], dim=-1)
        q = torch.cat(self.queries(x, 0), dim=-1)
        heads = attend(q * self.scale, k, self.split_heads(self.v_up(latent)))
        return self.out_proj(heads.transpose(1, 2).flatten(-2))

    def absorbed_query(self, x, start=0):
        content, rest = self.queries(x, start)
        u = self.k_up.weight.unflatten(0, (self.n_heads, -1))  # (H, F, C)
        return torch.cat([content @ u, rest], dim=-1)

    def decode(self, x, latent, rotary):
        q = self.absorbed_query(x, latent.shape[1] - x.shape[1])
        k = torch.cat([latent, rotary], dim=-1)
        # One head of keys and values for all queries: its axis has length 1.
        mixed = attend(q * self.scale, k[:, None], latent[:, None])
        w = self.v_up.weight.unflatten(0, (self.n_heads, -1))
        return self.out_proj((mixed @ w.mT).transpose(1, 2).flatten(-2))
