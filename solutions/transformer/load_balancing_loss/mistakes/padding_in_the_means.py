"""Padding is multiplied by 0 and still counted in a mean, which comes out too small: the sum is divided by the number
of real tokens.

caught by: test_padding_does_not_count
"""

import torch
import torch.nn.functional as F


def load_balancing_loss(logits, experts, mask=None):
    n_tokens, n = logits.shape
    weights = torch.ones(n_tokens, dtype=logits.dtype) if mask is None else mask.to(logits.dtype)
    chosen = F.one_hot(experts, n).to(logits.dtype).sum(dim=1) * weights[:, None]
    f = chosen.mean(dim=0) / experts.shape[1]
    P = (torch.softmax(logits, dim=-1) * weights[:, None]).mean(dim=0)
    return n * (f * P).sum()


def router_z_loss(logits, mask=None):
    z = torch.logsumexp(logits, dim=-1) ** 2
    return z.mean() if mask is None else (z * mask).mean()
