"""The gradient is masked where x / s lies beyond the range before it is rounded: a number that is rounded onto the end isn't
clipped and learns.

caught by: test_the_gradient_of_x
"""

import torch


class FakeQuant(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, q_min, q_max):
        v = x / scale + zero_point
        ctx.mask = (v >= q_min) & (v <= q_max)
        q = torch.clamp(torch.round(x / scale) + zero_point, q_min, q_max)
        ctx.save_for_backward(x, scale, q - zero_point)
        return (q - zero_point) * scale

    @staticmethod
    def backward(ctx, grad):
        x, scale, n = ctx.saved_tensors
        ds = grad * torch.where(ctx.mask, n - x / scale, n)
        return grad * ctx.mask, ds.sum_to_size(scale.shape), None, None, None


class RoundSTE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.round(x)

    @staticmethod
    def backward(ctx, grad):
        return grad


def ste_round(x):
    return RoundSTE.apply(x)


def integer_range(bits, signed):
    if signed:
        return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return 0, 2**bits - 1


def fake_quantize(x, scale, zero_point, bits, signed):
    q_min, q_max = integer_range(bits, signed)
    return FakeQuant.apply(x, scale, zero_point, q_min, q_max)
