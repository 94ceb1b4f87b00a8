"""The gradient of the scale is multiplied by LSQ's 1 / sqrt(numbers * q_max), which is a matter of the learning rate: here it is
the derivative itself, summed over all that share the scale.

caught by: test_the_gradient_of_the_scale
"""

import math

import torch


class LSQ(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, q_min, q_max):
        v = torch.round(x / scale) + zero_point
        ctx.save_for_backward(x, scale, v)
        ctx.limits = zero_point, q_min, q_max
        return (v.clamp(q_min, q_max) - zero_point) * scale

    @staticmethod
    def backward(ctx, grad):
        x, scale, v = ctx.saved_tensors
        zero_point, q_min, q_max = ctx.limits
        inside = (v >= q_min) & (v <= q_max)
        ds = torch.where(inside, torch.round(x / scale) - x / scale, v.clamp(q_min, q_max) - zero_point)
        factor = 1.0 / math.sqrt(x.numel() * q_max)
        return grad * inside, (grad * ds * factor).sum_to_size(scale.shape), None, None, None


def ste_round(x):
    return x + (torch.round(x) - x).detach()


def integer_range(bits, signed):
    if signed:
        return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return 0, 2**bits - 1


def fake_quantize(x, scale, zero_point, bits, signed):
    q_min, q_max = integer_range(bits, signed)
    return LSQ.apply(x, scale, zero_point, q_min, q_max)
