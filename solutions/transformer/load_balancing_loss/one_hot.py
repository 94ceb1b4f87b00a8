"""One-hot vectors for the choices, and weights of 0 for padding in place of leaving it out."""

import torch
import torch.nn.functional as F


def weights_of(logits, mask):
    weights = torch.ones(len(logits), dtype=logits.dtype) if mask is None else mask.to(logits.dtype)
    return weights / weights.sum()


def load_balancing_loss(logits, experts, mask=None):
    n, weights = logits.size(-1), weights_of(logits, mask)
    chosen = F.one_hot(experts, n).to(logits.dtype).mean(dim=1)  # (N, n)
    return n * torch.dot(weights @ chosen, weights @ torch.softmax(logits, dim=-1))


def router_z_loss(logits, mask=None):
    return torch.dot(weights_of(logits, mask), torch.logsumexp(logits, dim=-1) ** 2)
