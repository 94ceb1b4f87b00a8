"""Each expert is called with as many rows as there are tokens, and most of them count for nothing: the output is right and
nothing is saved. It gets the tokens that chose it, and no others.

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
        flat = x.view(-1, x.size(-1))
        weights, experts = self.route(flat)
        outputs = torch.stack([expert(flat) for expert in self.experts], dim=1)
        chosen = outputs.gather(1, experts.unsqueeze(-1).expand(-1, -1, flat.size(-1)))
        return (chosen * weights.unsqueeze(-1)).sum(dim=1).view(x.shape)
