"""A stable sort by expert puts the choices of each expert side by side: the slot is the distance from the first of
them."""

import torch


def top_k_gates(logits, k):
    logp, experts = torch.topk(torch.log_softmax(logits, dim=-1), k)
    total = torch.logsumexp(logp, dim=-1, keepdim=True) if k > 1 else torch.zeros(())
    return torch.exp(logp - total), experts


def expert_capacity(n_tokens, n_experts, k, factor):
    return -int(-factor * n_tokens * k // n_experts)


def assign_slots(weights, experts, n_experts, capacity):
    served = experts.t().reshape(-1)
    by_expert, order = torch.sort(served, stable=True)
    counts = torch.bincount(served, minlength=n_experts)
    first = counts.cumsum(0) - counts
    slots = torch.empty_like(served)
    slots[order] = torch.arange(len(served)) - first[by_expert]
    slots = slots.reshape(experts.shape[1], -1).t().clone()
    slots[slots >= capacity] = -1
    return weights.masked_fill(slots < 0, 0.0), slots
