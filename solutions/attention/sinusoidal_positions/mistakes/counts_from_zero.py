"""Only the number of positions is used, and they are counted from 0: with a cache, or packed sequences, the positions
that come in are others.

caught by: test_any_real_positions_of_any_shape
"""

import numpy as np


def frequencies(d_model, base):
    if d_model < 2 or d_model % 2 != 0:
        raise ValueError("d_model must be even and at least 2")
    return 1.0 / base ** (np.arange(0, d_model, 2) / d_model)


def sinusoidal_positions(positions, d_model, base=10_000.0):
    angles = np.arange(len(positions))[:, None] * frequencies(d_model, base)
    table = np.zeros((*angles.shape[:-1], d_model))
    table[..., 0::2] = np.sin(angles)
    table[..., 1::2] = np.cos(angles)
    return table


def shift_matrix(offset, d_model, base=10_000.0):
    matrix = np.zeros((d_model, d_model))
    for i, w in enumerate(frequencies(d_model, base)):
        c, s = np.cos(offset * w), np.sin(offset * w)
        matrix[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [[c, s], [-s, c]]
    return matrix
