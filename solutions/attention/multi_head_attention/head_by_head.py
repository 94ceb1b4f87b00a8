"""The paper's picture: every head is a small attention of its own, and their outputs are joined.

The rows of a projection that belong to a head are cut out of its weight, and the softmax is written out: it subtracts
the largest logit among the visible keys and divides by a sum that is made 1 where no key is visible.
"""

import torch
import torch.nn.functional as F
from torch import nn


def split_heads(x, n_heads):
    if x.shape[-1] % n_heads != 0:
        raise ValueError("the features don't divide into the heads")
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)


def merge_heads(x):
    return torch.cat(list(x.unbind(dim=1)), dim=-1)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads != 0:
            raise ValueError("the features don't divide into the heads")
        self.heads = [slice(h * d_model // n_heads, (h + 1) * d_model // n_heads) for h in range(n_heads)]
        self.p = dropout
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            self.add_module(name, nn.Linear(d_model, d_model))

    def forward(self, query, key, value, mask=None):
        shape = (query.shape[0], len(self.heads), query.shape[1], key.shape[1])
        visible = torch.ones(shape, dtype=torch.bool) if mask is None else mask.expand(shape)
        outputs = []
        for h, rows in enumerate(self.heads):
            q = F.linear(query, self.q_proj.weight[rows], self.q_proj.bias[rows])
            k = F.linear(key, self.k_proj.weight[rows], self.k_proj.bias[rows])
            v = F.linear(value, self.v_proj.weight[rows], self.v_proj.bias[rows])
            logits = torch.einsum("btf,bsf->bts", q, k) * q.shape[-1] ** -0.5
            logits = torch.where(visible[:, h], logits, torch.finfo(logits.dtype).min)
            shifted = logits - logits.amax(dim=-1, keepdim=True).detach()
            parts = torch.where(visible[:, h], shifted.exp(), 0.0)
            total = parts.sum(dim=-1, keepdim=True)
            weights = parts / torch.where(total == 0, 1.0, total)
            outputs.append(F.dropout(weights, self.p, self.training) @ v)
        return self.out_proj(torch.cat(outputs, dim=-1))
