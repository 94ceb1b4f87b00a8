"""Only the logits are divided by the temperature and the noise is added afterwards: a small tau then drowns the noise, so
that the largest logit always wins. Logits and noise are divided together.

caught by: test_a_relaxed_sample
"""

import torch
import torch.nn.functional as F


def gumbel_noise(u):
    return -torch.log(-torch.log(u + 1e-20))


def gumbel_max(logits, generator):
    u = torch.rand(logits.shape, generator=generator, dtype=logits.dtype)
    return torch.argmax(logits + gumbel_noise(u), dim=-1)


def gumbel_softmax(logits, noise, tau, hard=False):
    if tau <= 0:
        raise ValueError("tau must be positive")
    y_soft = F.softmax(logits / tau + noise, dim=-1)
    if hard:
        index = y_soft.max(dim=-1, keepdim=True)[1]
        y_hard = torch.zeros_like(y_soft).scatter_(-1, index, 1.0)
        return y_hard - y_soft.detach() + y_soft
    return y_soft
