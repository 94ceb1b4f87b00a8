"""Every key head is repeated for its group, and the rest is multi-head attention, one head at a time."""

import torch
from torch import nn


def pool_kv_heads(weight, n_heads, n_kv_heads):
    if n_heads % n_kv_heads != 0:
        raise ValueError("the groups aren't equal")
    heads = weight.chunk(n_heads)
    size = n_heads // n_kv_heads
    return torch.cat([sum(heads[g * size : (g + 1) * size]) / size for g in range(n_kv_heads)])


class GroupedQueryAttention(nn.Module):
    def __init__(self, d_model, n_heads, n_kv_heads):
        super().__init__()
        if d_model % n_heads != 0 or n_heads % n_kv_heads != 0:
            raise ValueError("H must divide D, and G must divide H")
        self.n_heads, self.n_kv_heads = n_heads, n_kv_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model // n_heads * n_kv_heads)
        self.v_proj = nn.Linear(d_model, d_model // n_heads * n_kv_heads)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask=None):
        q = self.q_proj(query).chunk(self.n_heads, dim=-1)
        k = self.k_proj(key).chunk(self.n_kv_heads, dim=-1)
        v = self.v_proj(value).chunk(self.n_kv_heads, dim=-1)
        shape = (query.shape[0], self.n_heads, query.shape[1], key.shape[1])
        visible = torch.ones(shape, dtype=torch.bool) if mask is None else mask.expand(shape)
        outputs = []
        for h in range(self.n_heads):
            g = h * self.n_kv_heads // self.n_heads
            logits = torch.einsum("btf,bsf->bts", q[h], k[g]) * q[h].shape[-1] ** -0.5
            logits = torch.where(visible[:, h], logits, torch.finfo(logits.dtype).min)
            weights = torch.where(visible[:, h], logits.softmax(dim=-1), 0.0)
            outputs.append(weights @ v[g])
        return self.out_proj(torch.cat(outputs, dim=-1))
