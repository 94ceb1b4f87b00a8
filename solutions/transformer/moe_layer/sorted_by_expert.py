"""All choices are sorted by expert and cut where the next one begins, as the kernels for large models do; then one sum
over the k choices of each token."""

import torch
from torch import nn


class MoELayer(nn.Module):
    def __init__(self, d_model, d_hidden, n_experts, k):
        super().__init__()
        self.k = k
        self.router = nn.Linear(d_model, n_experts, bias=False)
        self.experts = nn.ModuleList([Expert(d_model, d_hidden) for _ in range(n_experts)])

    def route(self, x):
        logits, experts = torch.topk(self.router(x), self.k)
        if self.k > 1:
            return logits.softmax(-1), experts
        return (logits - torch.logsumexp(self.router(x), -1, keepdim=True)).exp(), experts

    def forward(self, x):
        rows = x.flatten(0, -2) if x.dim() > 1 else x[None]
        weights, experts = self.route(rows)
        order = torch.argsort(experts.flatten(), stable=True)
        counts = torch.bincount(experts.flatten(), minlength=len(self.experts)).tolist()
        parts = (rows[order // self.k]).split(counts)
        results = [expert(part) for expert, part in zip(self.experts, parts, strict=True) if len(part)]
        choices = torch.cat(results)[torch.argsort(order)].view(len(rows), self.k, -1)
        return (choices * weights[..., None]).sum(1).view_as(x)
