"""Python's floats, one number after the other; math.frexp and round, which takes half way to even."""

import math

import numpy as np


def one(x, emin, bits, top):
    if x == 0:
        return 0.0
    n = max(math.frexp(x)[1] - 1, emin)
    step = 2.0 ** (n - bits)
    return max(-top, min(top, round(x / step) * step))


def each(x, *limits):
    return np.array([one(v, *limits) for v in x.ravel().tolist()]).reshape(x.shape)


def round_e2m1(x):
    return each(x, 0, 1, 6.0)


def round_e4m3(x):
    return each(x, -6, 3, 448.0)


def mx_quantize(values, element):
    if values.shape[-1] // 32 * 32 != values.shape[-1]:
        raise ValueError("32 must divide the last axis")
    emax = 2 if element == "e2m1" else 8
    p, exponents = np.zeros(values.shape), []
    flat, out = values.reshape(-1, 32), p.reshape(-1, 32)
    for block, target in zip(flat, out, strict=True):
        top = float(np.max(np.abs(block)))
        e = math.frexp(top)[1] - 1 - emax if top > 0 else -127
        exponents.append(e)
        target[:] = (round_e2m1 if emax == 2 else round_e4m3)(block / 2.0**e)
    return p, np.array(exponents).reshape(*values.shape[:-1], values.shape[-1] // 32)


def mx_dequantize(p, e):
    factors = np.array([2.0 ** int(k) for k in e.ravel()])
    return (p.reshape(-1, 32) * factors[:, None]).reshape(p.shape)
