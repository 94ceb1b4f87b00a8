"""One exponent is taken for a whole row, or for more: each 32 neighbours have their own, which is what the format is for.

caught by: test_blocks_share_an_exponent
"""

import numpy as np


def to_grid(x, emin, mbits, top):
    exp = np.floor(np.log2(np.maximum(np.abs(x), 1e-300)))
    exp = np.maximum(exp, emin)
    step = 2.0 ** (exp - mbits)
    return np.clip(np.round(x / step) * step, -top, top)


def round_e2m1(x):
    return to_grid(x, 0, 1, 6.0)


def round_e4m3(x):
    return to_grid(x, -6, 3, 448.0)


def mx_quantize(values, element):
    D = values.shape[-1]
    if D % 32 != 0:
        raise ValueError("D must be a multiple of 32")
    emax = 2 if element == "e2m1" else 8
    amax = np.abs(values).max(axis=-1, keepdims=True)
    safe = np.where(amax > 0, amax, 1.0)
    e = np.where(amax > 0, np.floor(np.log2(safe)) - emax, -127).astype(np.int64)
    scaled = values / 2.0**e
    p = round_e2m1(scaled) if element == "e2m1" else round_e4m3(scaled)
    return p, np.repeat(e, D // 32, axis=-1)


def mx_dequantize(p, e):
    blocks = p.reshape(*e.shape, 32)
    return (blocks * (2.0**e)[..., None]).reshape(p.shape)
