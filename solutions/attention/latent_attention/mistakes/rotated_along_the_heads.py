"""The queries are rotated before the heads move forward: `rotate` takes the axis before the last for the positions, so
head h is turned as if it were token h.

caught by: test_the_plain_form
"""

import math

import torch
from torch import nn


class LatentAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_head, d_latent, d_rope):
        super().__init__()
        if d_rope % 2 != 0:
            raise ValueError("d_rope must be even")
        self.n_heads, self.d_head, self.d_rope = n_heads, d_head, d_rope
        self.q_proj = nn.Linear(d_model, n_heads * (d_head + d_rope), bias=False)
        self.kv_down = nn.Linear(d_model, d_latent, bias=False)
        self.k_rope = nn.Linear(d_model, d_rope, bias=False)
        self.k_up = nn.Linear(d_latent, n_heads * d_head, bias=False)
        self.v_up = nn.Linear(d_latent, n_heads * d_head, bias=False)
        self.out_proj = nn.Linear(n_heads * d_head, d_model, bias=False)

    def heads(self, x, width):
        return x.view(x.shape[0], x.shape[1], self.n_heads, width).transpose(1, 2)

    def queries(self, x, start):
        q = self.q_proj(x).view(x.shape[0], x.shape[1], self.n_heads, self.d_head + self.d_rope)
        content, rest = q[..., : self.d_head], q[..., self.d_head :]
        return content.transpose(1, 2), rotate(rest, start).transpose(1, 2)

    def attend(self, scores, values):
        n_queries, n_keys = scores.shape[-2:]
        scores = scores / math.sqrt(self.d_head + self.d_rope)
        later = torch.ones(n_queries, n_keys, dtype=torch.bool).triu(n_keys - n_queries + 1)
        return torch.softmax(scores.masked_fill(later, float("-inf")), dim=-1) @ values

    def merge(self, out):
        return self.out_proj(out.transpose(1, 2).flatten(2))

    def compress(self, x, start=0):
        return self.kv_down(x), rotate(self.k_rope(x), start)

    def forward(self, x):
        latent, rotary = self.compress(x)
        content, rest = self.queries(x, 0)
        k, v = self.heads(self.k_up(latent), self.d_head), self.heads(self.v_up(latent), self.d_head)
        scores = content @ k.transpose(-1, -2) + rest @ rotary.unsqueeze(1).transpose(-1, -2)
        return self.merge(self.attend(scores, v))

    def absorbed_query(self, x, start=0):
        content, rest = self.queries(x, start)
        u = self.k_up.weight.view(self.n_heads, self.d_head, -1)
        return torch.cat([content @ u, rest], dim=-1)

    def decode(self, x, latent, rotary):
        q = self.absorbed_query(x, latent.shape[1] - x.shape[1])
        keys = torch.cat([latent, rotary], dim=-1).unsqueeze(1)
        average = self.attend(q @ keys.transpose(-1, -2), latent.unsqueeze(1))
        w = self.v_up.weight.view(self.n_heads, self.d_head, -1)
        return self.merge(average @ w.transpose(-1, -2))
