"""Dispatch and combine, one expert after the other.

A gather hands each expert its tokens as one matrix, and `index_add` brings the rows back: a token that two experts
have worked on receives both sums.
"""

import torch
from torch import nn


class MoELayer(nn.Module):
    def __init__(self, d_model, d_hidden, n_experts, k):
        super().__init__()
        self.k = k
        self.router = nn.Linear(d_model, n_experts, bias=False)
        self.experts = nn.ModuleList(Expert(d_model, d_hidden) for _ in range(n_experts))

    def route(self, x):
        weights, experts = self.router(x).softmax(dim=1).topk(self.k, dim=1)
        if self.k > 1:
            weights = weights / weights.sum(dim=1, keepdim=True)
        return weights, experts

    def forward(self, x):
        rows = x.reshape(-1, x.shape[-1])  # (N, D)
        weights, experts = self.route(rows)
        out = torch.zeros_like(rows)
        for e, expert in enumerate(self.experts):
            token, rank = torch.where(experts == e)
            if len(token):
                out = out.index_add(0, token, weights[token, rank, None] * expert(rows[token]))
        return out.view(x.shape)
