"""The features are viewed as (B, H, S, D / H) at once, and put together again in the same way: that cuts the text into
H pieces instead of the features into H slices. Split the last axis, then move H in front of the positions.

caught by: test_the_memory_is_projected_into_heads
"""

import math

import torch
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_memory=None):
        super().__init__()
        if d_model % n_heads != 0:
            raise ValueError("d_model must be divisible by n_heads")
        d_memory = d_memory or d_model
        self.n_heads, self.d_head = n_heads, d_model // n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_memory, d_model)
        self.v_proj = nn.Linear(d_memory, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def split(self, x):
        return x.view(x.size(0), self.n_heads, x.size(1), self.d_head)

    def project_memory(self, memory):
        return self.split(self.k_proj(memory)), self.split(self.v_proj(memory))

    def attend(self, query, k, v, key_is_real=None):
        scores = self.split(self.q_proj(query)) @ k.transpose(-2, -1) / math.sqrt(self.d_head)
        if key_is_real is not None:
            scores = scores.masked_fill(key_is_real[:, None, None, :] == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        if key_is_real is not None:
            weights = weights.masked_fill(key_is_real[:, None, None, :] == 0, 0.0)
        out = weights @ v
        return self.out_proj(out.view(query.shape))

    def forward(self, query, memory, key_is_real=None):
        k, v = self.project_memory(memory)
        return self.attend(query, k, v, key_is_real)
