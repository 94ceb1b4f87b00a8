"""Finds the exponent by halving and doubling, and rounds by the remainder."""

import math


def decode(bits, exponent_bits, mantissa_bits):
    scale, bias = 1 << mantissa_bits, (1 << (exponent_bits - 1)) - 1
    rest, mantissa = divmod(bits, scale)
    negative, e = divmod(rest, 1 << exponent_bits)
    sign = (1.0, -1.0)[negative]
    if e == 2 * bias + 1:
        return sign * math.inf if mantissa == 0 else math.nan
    return sign * (mantissa / scale + (e > 0)) * 2.0 ** (max(e, 1) - bias)


def encode(x, exponent_bits, mantissa_bits):
    scale, bias = 1 << mantissa_bits, (1 << (exponent_bits - 1)) - 1
    infinity = (2 * bias + 1) * scale
    if math.isnan(x):
        return infinity + scale // 2
    sign = (1 << exponent_bits) * scale if str(x).startswith("-") else 0
    size, e = abs(x), bias
    if math.isinf(x):
        return sign + infinity
    while size >= 2:
        size, e = size / 2, e + 1
    while size < 1 and e > 1:
        size, e = size * 2, e - 1
    if e > 2 * bias:
        return sign + infinity
    if size < 1:
        e = 0
    steps = (size - (e > 0)) * scale
    m = math.floor(steps)
    rest = steps - m
    if rest > 0.5 or (rest == 0.5 and m % 2 == 1):
        m += 1
    return sign + e * scale + m
