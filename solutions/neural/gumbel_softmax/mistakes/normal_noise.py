"""gumbel_max favours the likely classes too much, as with normal noise: only Gumbel noise, -log(-log(u)) of uniform numbers, gives
the law of the softmax.

caught by: test_gumbel_max_draws_from_the_softmax
"""

import torch


def gumbel_noise(u):
    return -torch.log(-torch.log(u + 1e-20))


def gumbel_max(logits, generator):
    noise = torch.randn(logits.shape, generator=generator, dtype=logits.dtype)
    return torch.argmax(logits + noise, dim=-1)


def gumbel_softmax(logits, noise, tau, hard=False):
    if tau <= 0:
        raise ValueError("tau must be positive")
    y = torch.softmax((logits + noise) / tau, dim=-1)
    if hard:
        one_hot = torch.zeros_like(y).scatter_(-1, y.argmax(-1, keepdim=True), 1.0)
        y = one_hot - y.detach() + y
    return y
