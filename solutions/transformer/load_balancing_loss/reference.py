"""The load-balancing loss.

Counting can't be differentiated, so the probabilities carry the gradient and the counts weigh it.
"""

import torch


def load_balancing_loss(logits, experts, mask=None):
    if mask is not None:
        logits, experts = logits[mask], experts[mask]
    n = logits.shape[1]
    counts = torch.bincount(experts.flatten(), minlength=n)
    f = counts.to(logits.dtype) / experts.numel()
    P = logits.softmax(dim=1).mean(dim=0)
    return n * (f * P).sum()


def router_z_loss(logits, mask=None):
    if mask is not None:
        logits = logits[mask]
    return logits.logsumexp(dim=1).square().mean()
