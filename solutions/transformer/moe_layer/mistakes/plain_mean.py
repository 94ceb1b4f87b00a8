"""The experts' outputs are added without their weights: the router decides who works and not how much it counts, and gets no
gradient.

caught by: test_the_sum_over_the_chosen_experts
"""

import torch
import torch.nn.functional as F
from torch import nn


class MoELayer(nn.Module):
    def __init__(self, d_model, d_hidden, n_experts, k):
        super().__init__()
        self.n_experts = n_experts
        self.k = k
        self.router = nn.Linear(d_model, n_experts, bias=False)
        self.experts = nn.ModuleList([Expert(d_model, d_hidden) for _ in range(n_experts)])

    def route(self, x):
        probs = F.softmax(self.router(x), dim=-1)
        weights, experts = torch.topk(probs, self.k, dim=-1)
        if self.k > 1:
            weights = weights / weights.sum(dim=-1, keepdim=True)
        return weights, experts

    def forward(self, x):
        flat = x.reshape(-1, x.shape[-1])
        weights, experts = self.route(flat)
        out = torch.zeros_like(flat)
        for e in range(self.n_experts):
            rows = (experts == e).any(dim=-1)
            if rows.any():
                out[rows] += self.experts[e](flat[rows])
        return out.view(x.shape)
