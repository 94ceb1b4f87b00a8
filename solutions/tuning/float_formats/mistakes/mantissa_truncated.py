"""The bits of the mantissa that don't fit are cut off, as when the lower half of an fp32 is dropped: a number goes to the nearer of
its two neighbours, which may be the one above.

caught by: test_numbers_between_two_neighbours
"""

import math


def decode(bits, exponent_bits, mantissa_bits):
    sign = -1 if (bits >> (exponent_bits + mantissa_bits)) & 1 else 1
    exp = (bits >> mantissa_bits) & ((1 << exponent_bits) - 1)
    frac = bits & ((1 << mantissa_bits) - 1)
    bias = (1 << (exponent_bits - 1)) - 1
    if exp == (1 << exponent_bits) - 1:
        return sign * float("inf") if frac == 0 else float("nan")
    if exp == 0:
        return sign * (frac / 2**mantissa_bits) * 2.0 ** (1 - bias)
    return sign * (1 + frac / 2**mantissa_bits) * 2.0 ** (exp - bias)


def encode(x, exponent_bits, mantissa_bits):
    bias = (1 << (exponent_bits - 1)) - 1
    max_exp = (1 << exponent_bits) - 1
    if math.isnan(x):
        return (max_exp << mantissa_bits) | (1 << (mantissa_bits - 1))
    sign = 1 if math.copysign(1.0, x) < 0 else 0
    sign_bits = sign << (exponent_bits + mantissa_bits)
    x = abs(x)
    if math.isinf(x):
        return sign_bits | (max_exp << mantissa_bits)
    if x == 0:
        return sign_bits
    m, e = math.frexp(x)
    exp = e - 1 + bias
    if exp >= max_exp:
        return sign_bits | (max_exp << mantissa_bits)
    if exp <= 0:
        frac = int(x / 2.0 ** (1 - bias) * 2**mantissa_bits)
        return sign_bits | frac
    frac = int((2 * m - 1) * 2**mantissa_bits)
    return sign_bits | (exp << mantissa_bits) | frac
