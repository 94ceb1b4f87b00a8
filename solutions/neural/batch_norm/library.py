# needs: torch
"""torch's own kernels of both passes. It moves the running statistics in place, so it gets copies."""

import torch


def batch_norm(x, gain, bias, running_mean, running_var, training=True, momentum=0.1, eps=1e-5):
    if training and x.size == x.shape[1]:
        raise ValueError("torch's own layer refuses this too")
    x, gain, bias, running_mean, running_var = map(torch.tensor, (x, gain, bias, running_mean, running_var))
    arguments = x, gain, bias, running_mean, running_var, training, momentum, eps
    y, mean, rstd = torch.ops.aten.native_batch_norm(*arguments)

    def backward(dy):
        dy = torch.tensor(dy)
        arguments = dy, x, gain, running_mean, running_var, mean, rstd, training, eps, [True] * 3
        return tuple(gradient.numpy() for gradient in torch.ops.aten.native_batch_norm_backward(*arguments))

    return y.numpy(), backward, running_mean.numpy(), running_var.numpy()


def batch_norm_backward(dy, cache):
    return cache(dy)
