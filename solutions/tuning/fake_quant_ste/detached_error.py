"""The rounding error is a constant, added to x within the range; the ends stand beside it, chosen by where."""

import torch


def ste_round(x):
    with torch.no_grad():
        error = torch.round(x) - x
    return x + error


def integer_range(bits, signed):
    count = 2**bits
    return (-count // 2, count // 2 - 1) if signed else (0, count - 1)


def fake_quantize(x, scale, zero_point, bits, signed):
    low, high = (end - zero_point for end in integer_range(bits, signed))
    v = x / scale
    n = torch.round(v.detach())
    inside = v + (n - v.detach())
    ones = torch.ones_like(n)
    q = torch.where(n < low, low * ones, torch.where(n > high, high * ones, inside))
    return q * scale
