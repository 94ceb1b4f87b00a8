"""Sinusoidal positions, and the rotation between two of them.

Why it works: sin(a + b) = cos(b) sin(a) + sin(b) cos(a) and cos(a + b) = -sin(b) sin(a) + cos(b) cos(a). The factors of
sin(a) and cos(a) depend on b alone, that is, on the offset and not on the position. Each pair of features has its own
b, so the matrix is made of 2 x 2 blocks.
"""

import numpy as np


def frequencies(d_model, base):
    if d_model < 2 or d_model % 2:
        raise ValueError(f"d_model must be even and at least 2, not {d_model}")
    return base ** (-np.arange(0, d_model, 2) / d_model)


def sinusoidal_positions(positions, d_model, base=10_000.0):
    angles = positions[..., None] * frequencies(d_model, base)
    table = np.empty((*positions.shape, d_model))
    table[..., 0::2] = np.sin(angles)
    table[..., 1::2] = np.cos(angles)
    return table


def shift_matrix(offset, d_model, base=10_000.0):
    angles = offset * frequencies(d_model, base)
    matrix = np.zeros((d_model, d_model))
    sines, cosines = np.arange(0, d_model, 2), np.arange(1, d_model, 2)
    matrix[sines, sines] = matrix[cosines, cosines] = np.cos(angles)
    matrix[sines, cosines] = np.sin(angles)
    matrix[cosines, sines] = -np.sin(angles)
    return matrix
