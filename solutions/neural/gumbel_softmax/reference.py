"""Gumbel-softmax: the chance in a noise of its own, the choice as a function of the logits.

Why it works: exp(-(logit + g)) are independent waiting times with the rates exp(logit), and the first of K exponential
clocks to ring is number k with the share exp(logit_k) / sum. For a hard sample, y - y.detach() adds 0 to the value and
the gradient of y to the gradient.
"""

import torch


def gumbel_noise(u):
    u = u.clamp(min=torch.finfo(u.dtype).tiny)
    return -torch.log(-torch.log(u))


def gumbel_max(logits, generator):
    u = torch.rand(logits.shape, generator=generator, dtype=logits.dtype)
    return (logits + gumbel_noise(u)).argmax(dim=-1)


def gumbel_softmax(logits, noise, tau, hard=False):
    if tau <= 0:
        raise ValueError("tau must be positive")
    y = torch.softmax((logits + noise) / tau, dim=-1)
    if not hard:
        return y
    one_hot = torch.zeros_like(y).scatter(-1, y.argmax(dim=-1, keepdim=True), 1.0)
    return one_hot + y - y.detach()
