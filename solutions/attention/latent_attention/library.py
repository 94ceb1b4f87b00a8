# needs: torch
"""torch's own kernel for both forms; the absorbed one is multi-query attention with values narrower than the keys."""

import torch
import torch.nn.functional as F
from torch import nn


class LatentAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_head, d_latent, d_rope):
        super().__init__()
        if d_rope % 2:
            raise ValueError("R is odd")
        self.n_heads, self.d_head = n_heads, d_head
        self.q_proj = nn.Linear(d_model, n_heads * (d_head + d_rope), bias=False)
        self.kv_down = nn.Linear(d_model, d_latent, bias=False)
        self.k_rope = nn.Linear(d_model, d_rope, bias=False)
        self.k_up, self.v_up = (nn.Linear(d_latent, n_heads * d_head, bias=False) for _ in range(2))
        self.out_proj = nn.Linear(n_heads * d_head, d_model, bias=False)

    def compress(self, x, start=0):
        return self.kv_down(x), rotate(self.k_rope(x), start)

    def query(self, x, start):
        q = self.q_proj(x).unflatten(2, (self.n_heads, -1)).transpose(1, 2)
        return torch.cat([q[..., : self.d_head], rotate(q[..., self.d_head :], start)], dim=-1)

    def forward(self, x):
        latent, rotary = self.compress(x)
        k, v = (up(latent).unflatten(2, (self.n_heads, -1)).transpose(1, 2) for up in (self.k_up, self.v_up))
        k = torch.cat([k, rotary.unsqueeze(1).repeat(1, self.n_heads, 1, 1)], dim=-1)
        heads = F.scaled_dot_product_attention(self.query(x, 0), k, v, is_causal=True)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def absorbed_query(self, x, start=0):
        q = self.query(x, start)
        u = self.k_up.weight.reshape(self.n_heads, self.d_head, -1)
        return torch.cat([torch.einsum("bhtf,hfc->bhtc", q[..., : self.d_head], u), q[..., self.d_head :]], dim=-1)

    def decode(self, x, latent, rotary):
        n, n_keys = x.shape[1], latent.shape[1]
        q = self.absorbed_query(x, n_keys - n)
        mask = torch.ones(n, n_keys, dtype=torch.bool).tril(n_keys - n)
        k = torch.cat([latent, rotary], dim=-1).unsqueeze(1)
        scale = (self.d_head + rotary.shape[-1]) ** -0.5
        mixed = F.scaled_dot_product_attention(q, k, latent.unsqueeze(1), attn_mask=mask, scale=scale, enable_gqa=True)
        w = self.v_up.weight.reshape(self.n_heads, self.d_head, -1)
        return self.out_proj(torch.einsum("bhtc,hfc->bthf", mixed, w).flatten(2))
