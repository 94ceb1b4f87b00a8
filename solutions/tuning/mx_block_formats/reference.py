"""MX formats.

A float format is evenly spaced between two powers of two: rounding is a division by the right step and back.
"""

import numpy as np


def round_float(x, emin, bits, top):
    n = np.maximum(np.frexp(x)[1] - 1, emin)  # floor(log2 |x|), and no less than the smallest exponent
    step = np.exp2(n - bits)
    return np.clip(np.rint(x / step) * step, -top, top)


def round_e2m1(x):
    return round_float(x, emin=0, bits=1, top=6.0)


def round_e4m3(x):
    return round_float(x, emin=-6, bits=3, top=448.0)


def mx_quantize(values, element):
    if values.shape[-1] % 32:
        raise ValueError(f"32 doesn't divide {values.shape[-1]}")
    emax, round_element = {"e2m1": (2, round_e2m1), "e4m3": (8, round_e4m3)}[element]
    blocks = values.reshape(*values.shape[:-1], -1, 32)
    largest = np.abs(blocks).max(axis=-1)
    e = np.where(largest > 0, np.frexp(largest)[1] - 1 - emax, -127)
    p = round_element(blocks / np.exp2(e)[..., None])
    return p.reshape(values.shape), e


def mx_dequantize(p, e):
    return p * np.repeat(np.exp2(e), 32, axis=-1)
