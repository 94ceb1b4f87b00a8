"""A small number inside both logarithms, as the paper's authors do it, and a difference that is detached as a whole."""

import torch
import torch.nn.functional as F


def gumbel_noise(u, eps=1e-20):
    return -torch.log(-torch.log(u + eps) + eps)


def gumbel_max(logits, generator):
    noise = gumbel_noise(torch.rand(logits.shape, generator=generator).to(logits.dtype))
    return torch.argmax(torch.log_softmax(logits, -1) + noise, dim=-1)


def gumbel_softmax(logits, noise, tau, hard=False):
    if tau <= 0:
        raise ValueError("a temperature is above 0")
    y_soft = F.softmax((logits + noise) / tau, dim=-1)
    if hard:
        y_hard = F.one_hot(y_soft.argmax(dim=-1), logits.shape[-1]).to(y_soft.dtype)
        return (y_hard - y_soft).detach() + y_soft
    return y_soft
