"""Half way between two numbers the lower one is taken, as when the smallest distance is looked up in a table: there the even
mantissa decides.

caught by: test_half_way
"""

import numpy as np


def nearest(x, grid):
    grid = np.asarray(grid)
    idx = np.abs(np.abs(x)[..., None] - grid).argmin(axis=-1)
    return np.sign(x) * grid[idx]


def round_e2m1(x):
    return nearest(x, [0, 0.5, 1, 1.5, 2, 3, 4, 6])


def round_e4m3(x):
    grid = [m / 512 for m in range(8)]
    for n in range(-6, 9):
        for m in range(8):
            value = (1 + m / 8) * 2.0**n
            if value <= 448:
                grid.append(value)
    return nearest(x, grid)


def mx_quantize(values, element):
    D = values.shape[-1]
    if D % 32 != 0:
        raise ValueError("D must be a multiple of 32")
    emax = 2 if element == "e2m1" else 8
    blocks = values.reshape(*values.shape[:-1], D // 32, 32)
    amax = np.abs(blocks).max(axis=-1)
    safe = np.where(amax > 0, amax, 1.0)
    e = np.where(amax > 0, np.floor(np.log2(safe)) - emax, -127).astype(np.int64)
    scaled = blocks / (2.0**e)[..., None]
    p = round_e2m1(scaled) if element == "e2m1" else round_e4m3(scaled)
    return p.reshape(values.shape), e


def mx_dequantize(p, e):
    blocks = p.reshape(*e.shape, 32)
    return (blocks * (2.0**e)[..., None]).reshape(p.shape)
