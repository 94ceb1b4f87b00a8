"""The mask is ignored: padding counts like any real token.

caught by: test_padding_does_not_count
"""

import torch
import torch.nn.functional as F


def load_balancing_loss(logits, experts, mask=None):
    num_tokens, num_experts = logits.shape
    probs = F.softmax(logits, dim=-1)
    one_hot = F.one_hot(experts, num_experts).to(probs.dtype)
    f = one_hot.sum(dim=(0, 1)) / (num_tokens * experts.shape[1])
    p = probs.mean(dim=0)
    return num_experts * torch.sum(f * p)


def router_z_loss(logits, mask=None):
    log_z = torch.logsumexp(logits, dim=-1)
    return (log_z**2).mean()
