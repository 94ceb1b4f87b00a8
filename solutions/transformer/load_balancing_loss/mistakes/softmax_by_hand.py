"""The exponentials are taken of the logits as they are: from 710 on they are inf, and inf / inf is nan. torch.softmax and
torch.logsumexp subtract the largest logit first.

caught by: test_large_logits
"""

import torch
import torch.nn.functional as F


def load_balancing_loss(logits, experts, mask=None):
    n = logits.shape[-1]
    if mask is not None:
        logits, experts = logits[mask], experts[mask]
    exp = torch.exp(logits)
    probs = exp / exp.sum(dim=-1, keepdim=True)
    f = F.one_hot(experts, n).to(probs.dtype).mean(dim=(0, 1))
    return n * torch.sum(f * probs.mean(dim=0))


def router_z_loss(logits, mask=None):
    if mask is not None:
        logits = logits[mask]
    log_z = torch.log(torch.exp(logits).sum(dim=-1))
    return (log_z**2).mean()
