"""Floating-point formats by whole numbers of steps.

Why it works: within one power of two the numbers of a format are equally far apart, so that rounding is that of a whole
number. Read as an integer, the next number is the next bits: a carry out of the mantissa raises the exponent by itself.
"""

import math


def decode(bits, exponent_bits, mantissa_bits):
    top = 2**exponent_bits - 1
    bias = top // 2
    mantissa = bits % 2**mantissa_bits
    exponent = (bits >> mantissa_bits) & top
    sign = -1.0 if bits >> (exponent_bits + mantissa_bits) else 1.0
    if exponent == top:
        return math.nan if mantissa else sign * math.inf
    if exponent == 0:
        return sign * math.ldexp(mantissa, 1 - bias - mantissa_bits)
    return sign * math.ldexp(mantissa + 2**mantissa_bits, exponent - bias - mantissa_bits)


def encode(x, exponent_bits, mantissa_bits):
    top = 2**exponent_bits - 1
    bias = top // 2
    infinity = top << mantissa_bits
    if math.isnan(x):
        return infinity | 1 << (mantissa_bits - 1)
    sign = (math.copysign(1.0, x) < 0) << (exponent_bits + mantissa_bits)
    if math.isinf(x):
        return sign | infinity
    if x == 0:
        return sign
    exponent = max(math.frexp(x)[1] - 1, 1 - bias)
    steps = round(math.ldexp(abs(x), mantissa_bits - exponent))
    return sign | min(steps + ((exponent + bias - 1) << mantissa_bits), infinity)
