"""The heads are merged without moving H back behind the positions: each output mixes several queries.

caught by: test_each_group_of_query_heads_shares_a_key_head
"""

import math

import torch
from torch import nn


def pool_kv_heads(weight, n_heads, n_kv_heads):
    if n_heads % n_kv_heads != 0:
        raise ValueError("n_kv_heads must divide n_heads")
    size = n_heads // n_kv_heads
    heads = weight.chunk(n_heads, dim=0)
    return torch.cat([sum(heads[g * size : (g + 1) * size]) / size for g in range(n_kv_heads)])


class GroupedQueryAttention(nn.Module):
    def __init__(self, d_model, n_heads, n_kv_heads):
        super().__init__()
        if d_model % n_heads != 0 or n_heads % n_kv_heads != 0:
            raise ValueError("the heads don't fit")
        self.n_heads, self.n_kv_heads, self.d_head = n_heads, n_kv_heads, d_model // n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, n_kv_heads * self.d_head)
        self.v_proj = nn.Linear(d_model, n_kv_heads * self.d_head)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask=None):
        n_batch, n_queries, d_model = query.shape
        n_keys = key.shape[1]
        q = self.q_proj(query).view(n_batch, n_queries, self.n_heads, self.d_head).transpose(1, 2)
        k = self.k_proj(key).view(n_batch, n_keys, self.n_kv_heads, self.d_head).transpose(1, 2)
        v = self.v_proj(value).view(n_batch, n_keys, self.n_kv_heads, self.d_head).transpose(1, 2)
        k = k.repeat_interleave(self.n_heads // self.n_kv_heads, dim=1)
        v = v.repeat_interleave(self.n_heads // self.n_kv_heads, dim=1)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.d_head)
        if mask is not None:
            scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        if mask is not None:
            weights = weights.masked_fill(mask == 0, 0.0)
        out = (weights @ v).reshape(n_batch, n_queries, d_model)
        return self.out_proj(out)
