"""Cross-attention, cut in two where the decoder comes in.

Why it works: keys and values are functions of the memory alone, so they can be computed before the first query exists.
What is left for each step is one projection of the query, two matrix products and the output. Padding belongs to the
memory too: the same keys are hidden from every query and head, which is what the two axes of length 1 say.
"""

import math

import torch
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_memory=None):
        super().__init__()
        if d_model % n_heads:
            raise ValueError(f"{n_heads} heads can't share {d_model} features evenly")
        if d_memory is None:
            d_memory = d_model
        self.n_heads = n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_memory, d_model)
        self.v_proj = nn.Linear(d_memory, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def split_heads(self, x):
        return x.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)

    def project_memory(self, memory):
        return self.split_heads(self.k_proj(memory)), self.split_heads(self.v_proj(memory))

    def attend(self, query, k, v, key_is_real=None):
        q = self.split_heads(self.q_proj(query))
        logits = q @ k.mT / math.sqrt(q.shape[-1])
        if key_is_real is not None:
            hidden = ~key_is_real[:, None, None, :]
            logits = logits.masked_fill(hidden, -torch.inf)
        weights = torch.softmax(logits, dim=-1)
        if key_is_real is not None:
            # Without a real key the softmax gave 0 / 0: the fill puts zeros there and stops the gradient.
            weights = weights.masked_fill(hidden, 0.0)
        return self.out_proj((weights @ v).transpose(1, 2).flatten(-2))

    def forward(self, query, memory, key_is_real=None):
        return self.attend(query, *self.project_memory(memory), key_is_real)
