"""The shares are divided by the number of tokens: with k choices a token they then sum to k. They are shares of all N
k choices.

caught by: test_several_choices_a_token
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
    f = one_hot.sum(dim=(0, 1)) / num_tokens
    p = probs.mean(dim=0)
    return num_experts * torch.sum(f * p)


def router_z_loss(logits, mask=None):
    if mask is not None:
        logits = logits[mask]
    log_z = torch.logsumexp(logits, dim=-1)
    return (log_z**2).mean()
