# needs: torch
"""torch's own kernel, whose boolean mask also says True for a key that may be seen."""

import torch.nn.functional as F
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_memory=None):
        super().__init__()
        if d_model % n_heads:
            raise ValueError("the features don't divide into the heads")
        d_memory = d_memory or d_model
        self.shape = (n_heads, d_model // n_heads)
        for name, width in [("q_proj", d_model), ("k_proj", d_memory), ("v_proj", d_memory), ("out_proj", d_model)]:
            self.add_module(name, nn.Linear(width, d_model))

    def project_memory(self, memory):
        return tuple(p(memory).unflatten(2, self.shape).transpose(1, 2) for p in (self.k_proj, self.v_proj))

    def attend(self, query, k, v, key_is_real=None):
        q = self.q_proj(query).unflatten(2, self.shape).transpose(1, 2)
        k, v = k.expand(len(q), -1, -1, -1), v.expand(len(q), -1, -1, -1)
        mask = None if key_is_real is None else key_is_real[:, None, None, :]
        heads = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def forward(self, query, memory, key_is_real=None):
        return self.attend(query, *self.project_memory(memory), key_is_real)
