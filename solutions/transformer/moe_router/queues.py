"""A counter for each expert, and choices served one after the other; weights as a softmax over the chosen logits."""

import torch


def top_k_gates(logits, k):
    experts = logits.argsort(dim=1, descending=True)[:, :k]
    if k == 1:
        return torch.softmax(logits, dim=1).gather(1, experts), experts
    return torch.softmax(logits.gather(1, experts), dim=1), experts


def expert_capacity(n_tokens, n_experts, k, factor):
    wanted = factor * n_tokens * k / n_experts
    return int(wanted) + (wanted > int(wanted))


def assign_slots(weights, experts, n_experts, capacity):
    taken = [0] * n_experts
    kept, slots = weights.clone(), torch.empty_like(experts)
    for rank in range(experts.shape[1]):
        for token, expert in enumerate(experts[:, rank].tolist()):
            if taken[expert] == capacity:
                slots[token, rank] = -1
                kept[token, rank] = 0.0
            else:
                slots[token, rank] = taken[expert]
                taken[expert] += 1
    return kept, slots
