"""Tables of all numbers; the thresholds stand half way, and belong to the even code."""

import numpy as np


def lookup(x, numbers):
    numbers = np.array(numbers)
    middle = (numbers[1:] + numbers[:-1]) / 2
    below = np.searchsorted(middle, np.abs(x), side="left")  # half way stays below
    above = np.searchsorted(middle, np.abs(x), side="right")
    code = np.where(below % 2 == 0, below, above)
    return np.copysign(numbers[code], x)


def round_e2m1(x):
    return lookup(x, [0, 0.5, 1, 1.5, 2, 3, 4, 6])


def round_e4m3(x):
    numbers = [m * 2.0**-9 for m in range(8)]
    numbers += [(8 + m) * 2.0 ** (n - 3) for n in range(-6, 9) for m in range(8)]
    return lookup(x, numbers[:-1])


def mx_quantize(values, element):
    count, rest = divmod(values.shape[-1], 32)
    if rest:
        raise ValueError("blocks have 32 numbers")
    blocks = values.reshape(*values.shape[:-1], count, 32)
    largest = np.abs(blocks).max(axis=-1, keepdims=True)
    exponent = np.floor(np.log2(np.where(largest == 0, 1.0, largest))) - (2 if element == "e2m1" else 8)
    exponent[largest == 0] = -127
    scaled = np.ldexp(blocks, -exponent.astype(int))
    p = round_e2m1(scaled) if element == "e2m1" else round_e4m3(scaled)
    return p.reshape(values.shape), exponent[..., 0].astype(np.int64)


def mx_dequantize(p, e):
    blocks = p.reshape(*e.shape, 32)
    return np.ldexp(blocks, e[..., None]).reshape(p.shape)
