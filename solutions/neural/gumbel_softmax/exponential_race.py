"""The same law as a race of exponential clocks, the softmax by hand, the straight-through gradient as a Function."""

import torch


class StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx, y):
        best = y.max(dim=-1, keepdim=True).indices
        return (torch.arange(y.shape[-1]) == best).to(y.dtype)

    @staticmethod
    def backward(ctx, cotangent):
        return cotangent


def gumbel_noise(u):
    return -torch.log(-torch.log(torch.where(u > 0, u, torch.full_like(u, 1e-30))))


def gumbel_max(logits, generator):
    waiting = torch.empty(logits.shape, dtype=logits.dtype).exponential_(generator=generator)
    return (logits - waiting.log()).argmax(dim=-1)


def gumbel_softmax(logits, noise, tau, hard=False):
    if not tau > 0:
        raise ValueError(f"tau is {tau}")
    z = (logits + noise) / tau
    e = (z - z.amax(dim=-1, keepdim=True)).exp()
    y = e / e.sum(dim=-1, keepdim=True)
    return StraightThrough.apply(y) if hard else y
