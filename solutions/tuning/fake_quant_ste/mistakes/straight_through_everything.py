"""The whole of fake quantization is treated as the identity: clipped numbers still learn, and the scale gets no gradient. Only
the rounding is skipped over.

caught by: test_the_gradient_of_x
"""

import torch


def ste_round(x):
    return (torch.round(x) - x).detach() + x


def integer_range(bits, signed):
    if signed:
        return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return 0, 2**bits - 1


def fake_quantize(x, scale, zero_point, bits, signed):
    q_min, q_max = integer_range(bits, signed)
    q = torch.clamp(torch.round(x / scale) + zero_point, q_min, q_max)
    x_hat = (q - zero_point) * scale
    return x + (x_hat - x).detach()
