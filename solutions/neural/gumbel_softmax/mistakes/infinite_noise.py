"""A uniform generator can give 0, whose logarithm is -inf, and so is the noise: u has to be kept above 0, by a clamp or a tiny
number that is added.

caught by: test_noise_is_finite_at_0
"""

import torch


def gumbel_noise(u):
    return -torch.log(-torch.log(u))


def gumbel_max(logits, generator):
    u = torch.rand(logits.size(), generator=generator, dtype=logits.dtype)
    return torch.argmax(logits + gumbel_noise(u), dim=-1)


def gumbel_softmax(logits, noise, tau, hard=False):
    if tau <= 0:
        raise ValueError("tau must be positive")
    y = torch.softmax((logits + noise) / tau, dim=-1)
    if hard:
        index = y.argmax(dim=-1, keepdim=True)
        one_hot = torch.zeros_like(y)
        one_hot.scatter_(-1, index, 1)
        return one_hot - y.detach() + y
    return y
