"""The mean probabilities are multiplied with themselves: the shares are those of the choices that were really made,
which the router could otherwise contradict.

caught by: test_counts_times_probabilities
"""

import torch
import torch.nn.functional as F


def load_balancing_loss(logits, experts, mask=None):
    if mask is not None:
        logits = logits[mask]
        experts = experts[mask]
    num_tokens, num_experts = logits.shape
    probs = F.softmax(logits, dim=-1)
    one_hot = F.one_hot(experts, num_experts).to(probs.dtype)
    f = one_hot.sum(dim=(0, 1)) / (num_tokens * experts.shape[1])
    p = probs.mean(dim=0)
    return num_experts * torch.sum(p * p)


def router_z_loss(logits, mask=None):
    if mask is not None:
        logits = logits[mask]
    log_z = torch.logsumexp(logits, dim=-1)
    return (log_z**2).mean()
