"""The router of a mixture of experts.

The slot of a choice is the number of choices before it, in the order of service, that went to the same expert: a
cumulative sum over one-hot vectors.
"""

import math

import torch
import torch.nn.functional as F


def top_k_gates(logits, k):
    weights, experts = logits.softmax(dim=1).topk(k, dim=1)
    if k > 1:
        weights = weights / weights.sum(dim=1, keepdim=True)
    return weights, experts


def expert_capacity(n_tokens, n_experts, k, factor):
    return math.ceil(factor * n_tokens * k / n_experts)


def assign_slots(weights, experts, n_experts, capacity):
    N, k = experts.shape
    served = experts.T.flatten()  # all first choices, then all second choices
    before = F.one_hot(served, n_experts).cumsum(dim=0) - 1  # (k N, n)
    slots = before.gather(1, served[:, None]).view(k, N).T
    keep = slots < capacity
    return weights * keep, torch.where(keep, slots, -1)
