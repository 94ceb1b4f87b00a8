"""The weights stay the probabilities over all experts: with several choices they are divided by their sum, or the
output gets smaller the less sure the router is.

caught by: test_the_weights_of_the_chosen_experts
"""

import math

import torch
import torch.nn.functional as F


def top_k_gates(logits, k):
    probs = F.softmax(logits, dim=-1)
    topk_probs, topk_idx = torch.topk(probs, k, dim=-1)
    return topk_probs, topk_idx


def expert_capacity(n_tokens, n_experts, k, factor):
    return math.ceil(n_tokens * k * factor / n_experts)


def assign_slots(weights, experts, n_experts, capacity):
    n_tokens, k = experts.shape
    counts = [0] * n_experts
    slots = torch.full((n_tokens, k), -1, dtype=torch.long)
    kept = torch.zeros_like(weights)
    for j in range(k):
        for i in range(n_tokens):
            e = int(experts[i, j])
            if counts[e] < capacity:
                slots[i, j] = counts[e]
                kept[i, j] = weights[i, j]
                counts[e] += 1
    return kept, slots
