"""Grouped-query attention, with the groups as an axis of their own.

Why it works: the query heads of a group are compared with the same keys, as the queries of one head are. So the head
axis of q is cut into (G, H / G), keys and values get an axis of length 1 in the second place, and broadcasting does
what repeating them would do. In training, a key head receives the sum of the gradients of its group.
"""

import math

import torch
from torch import nn


def pool_kv_heads(weight, n_heads, n_kv_heads):
    if n_heads % n_kv_heads:
        raise ValueError(f"{n_heads} heads don't make {n_kv_heads} equal groups")
    return weight.unflatten(0, (n_kv_heads, n_heads // n_kv_heads, -1)).mean(dim=1).flatten(0, 1)


class GroupedQueryAttention(nn.Module):
    def __init__(self, d_model, n_heads, n_kv_heads):
        super().__init__()
        if d_model % n_heads:
            raise ValueError(f"{n_heads} heads can't share {d_model} features evenly")
        if n_heads % n_kv_heads:
            raise ValueError(f"{n_heads} heads don't make {n_kv_heads} equal groups")
        self.groups = (n_kv_heads, n_heads // n_kv_heads)
        self.d_head = d_model // n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, n_kv_heads * self.d_head)
        self.v_proj = nn.Linear(d_model, n_kv_heads * self.d_head)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask=None):
        q = self.q_proj(query).unflatten(-1, (*self.groups, self.d_head)).permute(0, 2, 3, 1, 4)  # (B, G, H/G, T, F)
        k = self.k_proj(key).unflatten(-1, (-1, 1, self.d_head)).permute(0, 2, 3, 1, 4)  # (B, G, 1, S, F)
        v = self.v_proj(value).unflatten(-1, (-1, 1, self.d_head)).permute(0, 2, 3, 1, 4)
        # The mask knows of H heads, so it meets the logits in that form.
        logits = (q @ k.mT / math.sqrt(self.d_head)).flatten(1, 2)
        if mask is not None:
            logits = logits.masked_fill(~mask, -torch.inf)
        weights = torch.softmax(logits, dim=-1)
        if mask is not None:
            # A row without any key came out of the softmax as 0 / 0.
            weights = weights.masked_fill(~mask, 0.0)
        heads = weights.unflatten(1, self.groups) @ v
        return self.out_proj(heads.permute(0, 3, 1, 2, 4).flatten(2))
