# needs: torch
"""torch's own layers, and autograd for the backward pass."""

import torch
import torch.nn.functional as F


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    if x.shape[1] % n_groups:
        raise ValueError("the channels don't divide into the groups")
    return run(lambda x, gain, bias: F.group_norm(x, n_groups, gain, bias, eps), x, gain, bias)


def instance_norm(x, gain, bias, eps=1e-5):
    if x[0, 0].size == 1:  # torch's instance norm refuses a channel of a single value
        return group_norm(x, gain, bias, x.shape[1], eps)
    return run(lambda x, gain, bias: F.instance_norm(x, weight=gain, bias=bias, eps=eps), x, gain, bias)


def group_norm_backward(dy, cache):
    return cache(dy)


def run(layer, *arrays):
    leaves = [torch.tensor(array, requires_grad=True) for array in arrays]
    y = layer(*leaves)

    def backward(dy):
        return tuple(grad.numpy() for grad in torch.autograd.grad(y, leaves, torch.tensor(dy), retain_graph=True))

    return y.detach().numpy(), backward
