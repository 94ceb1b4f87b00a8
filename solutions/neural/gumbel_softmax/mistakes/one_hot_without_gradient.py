"""A hard sample has no gradient, so that nothing before it can learn: the one-hot vector of an argmax is a constant. The value is
the one-hot vector, the gradient that of the soft sample: one_hot + y - y.detach().

caught by: test_the_gradient_of_a_hard_sample
"""

import torch


def gumbel_noise(u):
    return -torch.log(-torch.log(u.clamp_min(1e-37)))


def gumbel_max(logits, generator):
    u = torch.rand(*logits.shape, generator=generator, dtype=logits.dtype)
    return (logits + gumbel_noise(u)).argmax(-1)


def gumbel_softmax(logits, noise, tau, hard=False):
    if tau <= 0:
        raise ValueError("tau must be positive")
    y = torch.softmax((logits + noise) / tau, dim=-1)
    if hard:
        return torch.nn.functional.one_hot(y.argmax(-1), y.shape[-1]).to(y.dtype)
    return y
