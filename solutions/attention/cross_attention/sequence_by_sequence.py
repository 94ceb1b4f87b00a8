"""Padding is thrown away: each sequence attends to the keys that are real, in a softmax of their own."""

import torch
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_memory=None):
        super().__init__()
        if d_model % n_heads != 0:
            raise ValueError("the features don't divide into the heads")
        self.n_heads = n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_memory or d_model, d_model)
        self.v_proj = nn.Linear(d_memory or d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def project_memory(self, memory):
        k, v = (torch.stack(p(memory).chunk(self.n_heads, dim=-1), dim=1) for p in (self.k_proj, self.v_proj))
        return k, v

    def attend(self, query, k, v, key_is_real=None):
        queries = torch.stack(self.q_proj(query).chunk(self.n_heads, dim=-1), dim=1)
        outputs = []
        for b, q in enumerate(queries):
            own_k, own_v = k[b % len(k)], v[b % len(v)]
            if key_is_real is not None:
                real = key_is_real[b % len(key_is_real)]
                own_k, own_v = own_k[:, real], own_v[:, real]
            logits = torch.einsum("htf,hsf->hts", q, own_k) * q.shape[-1] ** -0.5
            # Without keys the logits have no column, and the product is a sum of nothing.
            heads = torch.einsum("hts,hsf->htf", torch.softmax(logits, dim=-1), own_v)
            outputs.append(torch.cat(list(heads), dim=-1))
        return self.out_proj(torch.stack(outputs))

    def forward(self, query, memory, key_is_real=None):
        k, v = self.project_memory(memory)
        return self.attend(query, k, v, key_is_real)
