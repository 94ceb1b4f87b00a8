"""The choices are made anew from the logits, and `experts` is ignored: f counts where the tokens were really sent, which noise,
capacity or a bias of the router may have changed.

caught by: test_counts_times_probabilities
"""

import torch
import torch.nn.functional as F


def load_balancing_loss(logits, experts, mask=None):
    n = logits.shape[-1]
    top_k = experts.shape[-1]
    routing_weights = F.softmax(logits, dim=-1)
    _, selected = torch.topk(routing_weights, top_k, dim=-1)
    expert_mask = F.one_hot(selected, n).to(routing_weights.dtype)
    if mask is not None:
        routing_weights, expert_mask = routing_weights[mask], expert_mask[mask]
    tokens_per_expert = expert_mask.mean(dim=(0, 1))
    return n * torch.sum(tokens_per_expert * routing_weights.mean(dim=0))


def router_z_loss(logits, mask=None):
    if mask is not None:
        logits = logits[mask]
    return torch.logsumexp(logits, dim=-1).square().mean()
