"""Fake quantization.

x + (round(x) - x).detach() has the value of the second term's round and the derivative of the first x; all other
derivatives are autograd's own.
"""


def ste_round(x):
    return x + (x.round() - x).detach()


def integer_range(bits, signed):
    return (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)


def fake_quantize(x, scale, zero_point, bits, signed):
    q_min, q_max = integer_range(bits, signed)
    q = (ste_round(x / scale) + zero_point).clamp(q_min, q_max)
    return scale * (q - zero_point)
