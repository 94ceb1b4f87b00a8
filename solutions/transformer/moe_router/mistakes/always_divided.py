"""With k = 1 the weight is 1 whatever the logits are, a number divided by itself or a softmax of one: the router never
learns. A single choice keeps its probability.

caught by: test_a_single_choice_keeps_its_probability
"""

import math

import torch
import torch.nn.functional as F


def top_k_gates(logits, k):
    probs = F.softmax(logits, dim=-1)
    topk_probs, topk_idx = torch.topk(probs, k, dim=-1)
    topk_probs = topk_probs / topk_probs.sum(dim=-1, keepdim=True)
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
