"""A subnormal number is decoded with the power 2^(0 - b): with the exponent 0 the power is that of the exponent 1, 2^(1 - b), so that the
steps go on evenly down to 0.

caught by: test_subnormal_numbers_are_decoded
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
        return sign * (frac / 2**mantissa_bits) * 2.0 ** (-bias)
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
    if exp <= 0:
        return sign_bits | round(x / 2.0 ** (1 - bias) * 2**mantissa_bits)
    frac = round((2 * m - 1) * 2**mantissa_bits)
    return sign_bits | min((exp << mantissa_bits) + frac, max_exp << mantissa_bits)
