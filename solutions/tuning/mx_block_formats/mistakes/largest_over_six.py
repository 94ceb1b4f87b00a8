"""The exponent comes from the largest magnitude over 6 or 448, as a scale for integers would, and its logarithm is rounded:
it is the floor of the logarithm of the largest magnitude itself, less emax.

caught by: test_blocks_share_an_exponent
"""

import numpy as np

E2M1 = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6])


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
    top = 6.0 if element == "e2m1" else 448.0
    blocks = values.reshape(*values.shape[:-1], D // 32, 32)
    scale = np.abs(blocks).max(axis=-1) / top
    e = np.where(scale > 0, np.round(np.log2(np.where(scale > 0, scale, 1))), -127).astype(np.int64)
    scaled = blocks / (2.0**e)[..., None]
    p = round_e2m1(scaled) if element == "e2m1" else round_e4m3(scaled)
    return p.reshape(values.shape), e


def mx_dequantize(p, e):
    blocks = p.reshape(*e.shape, 32)
    return (blocks * (2.0**e)[..., None]).reshape(p.shape)
