"""The weights of all experts as one matrix that is mostly 0: its columns say who goes where, and one-hot matrices
dispatch and combine."""

import torch
from torch import nn


class MoELayer(nn.Module):
    def __init__(self, d_model, d_hidden, n_experts, k):
        super().__init__()
        self.k = k
        self.router = nn.Linear(d_model, n_experts, bias=False)
        self.experts = nn.Sequential(*(Expert(d_model, d_hidden) for _ in range(n_experts)))

    def route(self, x):
        p = torch.softmax(self.router(x), dim=1)
        experts = p.argsort(dim=1, descending=True)[:, : self.k]
        weights = p.gather(1, experts)
        return (weights if self.k == 1 else weights / weights.sum(1)[:, None]), experts

    def forward(self, x):
        tokens = x.view(-1, x.size(-1))
        weights, experts = self.route(tokens)
        gates = torch.zeros(len(tokens), len(self.experts), dtype=x.dtype).scatter(1, experts, weights)
        y = 0
        for e in experts.unique().tolist():
            dispatch = torch.eye(len(tokens), dtype=x.dtype)[(experts == e).any(1)]
            y = y + dispatch.T @ (self.experts[e](dispatch @ tokens) * (dispatch @ gates[:, e, None]))
        return y.view(x.shape)
