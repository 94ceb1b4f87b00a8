# needs: torch
"""torch's own kernel, which knows about groups: `enable_gqa`."""

import torch.nn.functional as F
from torch import nn


def pool_kv_heads(weight, n_heads, n_kv_heads):
    if n_heads % n_kv_heads:
        raise ValueError("the groups aren't equal")
    rows = weight.reshape(n_heads, -1)
    return F.avg_pool1d(rows.T, n_heads // n_kv_heads).T.reshape(-1, *weight.shape[1:])


class GroupedQueryAttention(nn.Module):
    def __init__(self, d_model, n_heads, n_kv_heads):
        super().__init__()
        if d_model % n_heads or n_heads % n_kv_heads:
            raise ValueError("H must divide D, and G must divide H")
        self.width = d_model // n_heads
        d_kv = n_kv_heads * self.width
        for name, d_out in [("q_proj", d_model), ("k_proj", d_kv), ("v_proj", d_kv), ("out_proj", d_model)]:
            self.add_module(name, nn.Linear(d_model, d_out))

    def forward(self, query, key, value, mask=None):
        q, k, v = (
            projection(x).unflatten(-1, (-1, self.width)).transpose(1, 2)
            for projection, x in [(self.q_proj, query), (self.k_proj, key), (self.v_proj, value)]
        )
        if mask is not None:
            mask = mask.expand(*q.shape[:3], k.shape[2])
        heads = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=True)
        return self.out_proj(heads.transpose(1, 2).flatten(2))
