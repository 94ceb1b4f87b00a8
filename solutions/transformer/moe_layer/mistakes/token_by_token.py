"""The experts are called for one token at a time: each expert gets all the tokens that chose it in a single matrix, which
is what makes it fast.

caught by: test_only_the_chosen_experts_work
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
        out = []
        for i in range(flat.shape[0]):
            y = torch.zeros_like(flat[i])
            for j in range(self.k):
                expert = self.experts[int(experts[i, j])]
                y = y + weights[i, j] * expert(flat[i : i + 1])[0]
            out.append(y)
        return torch.stack(out).view(x.shape)
