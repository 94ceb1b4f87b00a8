# needs: torch
"""torch's own kernels of both passes."""

import torch


def layer_norm(x, gain, bias, eps=1e-5):
    x, gain, bias = (torch.tensor(array) for array in (x, gain, bias))
    y, mean, rstd = torch.ops.aten.native_layer_norm(x, gain.shape, gain, bias, eps)

    def backward(dy):
        arguments = torch.tensor(dy), x, gain.shape, mean, rstd, gain, bias, [True] * 3
        return tuple(gradient.numpy() for gradient in torch.ops.aten.native_layer_norm_backward(*arguments))

    return y.numpy(), backward


def layer_norm_backward(dy, cache):
    return cache(dy)
