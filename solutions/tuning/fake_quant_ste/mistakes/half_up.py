"""Half way is rounded up, by floor(x + 0.5): torch.round takes the even one.

caught by: test_half_to_even
"""

import torch


def ste_round(x):
    return x + (torch.floor(x + 0.5) - x).detach()


def integer_range(bits, signed):
    if signed:
        return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return 0, 2**bits - 1


def fake_quantize(x, scale, zero_point, bits, signed):
    q_min, q_max = integer_range(bits, signed)
    q = torch.clamp(ste_round(x / scale) + zero_point, q_min, q_max)
    return (q - zero_point) * scale
