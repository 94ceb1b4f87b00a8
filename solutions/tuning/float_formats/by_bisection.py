"""Decodes by the formula, and encodes by a binary search among all numbers, which are ordered as their bits."""

import math
from fractions import Fraction


def decode(bits, exponent_bits, mantissa_bits):
    text = f"{bits:0{1 + exponent_bits + mantissa_bits}b}"
    sign, e, m = text[0], int(text[1 : 1 + exponent_bits], 2), int(text[1 + exponent_bits :], 2)
    bias = 2 ** (exponent_bits - 1) - 1
    if "0" not in text[1 : 1 + exponent_bits]:
        value = math.nan if m else math.inf
    elif e:
        value = 2.0 ** (e - bias) * (1 + m / 2**mantissa_bits)
    else:
        value = 2.0 ** (1 - bias) * (m / 2**mantissa_bits)
    return -value if sign == "1" else value


def encode(x, exponent_bits, mantissa_bits):
    infinity = (2**exponent_bits - 1) << mantissa_bits
    if x != x:
        return infinity + 2 ** (mantissa_bits - 1)
    sign = 2 ** (exponent_bits + mantissa_bits) if math.copysign(1, x) == -1 else 0
    if abs(x) == math.inf:
        return sign + infinity

    def value(bits):
        if bits == infinity:
            return Fraction(2) ** (2 ** (exponent_bits - 1))
        return Fraction(decode(bits, exponent_bits, mantissa_bits))

    size = Fraction(abs(x))
    low, high = 0, infinity
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if value(middle) <= size else (low, middle)
    below, above = size - value(low), value(high) - size
    return sign + (low if below < above or (below == above and low % 2 == 0) else high)
