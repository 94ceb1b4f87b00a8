"""The matrix turns the wrong way and shifts by -k: the textbook rotation [[cos, -sin], [sin, cos]] is for (cosine,
sine), and here the sine comes first.

caught by: test_a_shift_is_a_rotation
"""

import numpy as np


def sinusoidal_positions(positions, d_model, base=10_000.0):
    if d_model < 2 or d_model % 2:
        raise ValueError("d_model must be even and at least 2")
    pos = np.asarray(positions, dtype=np.float64)[..., None]
    div_term = np.exp(np.arange(0, d_model, 2) * -(np.log(base) / d_model))
    pe = np.zeros((*np.shape(positions), d_model))
    pe[..., 0::2] = np.sin(pos * div_term)
    pe[..., 1::2] = np.cos(pos * div_term)
    return pe


def shift_matrix(offset, d_model, base=10_000.0):
    if d_model < 2 or d_model % 2:
        raise ValueError("d_model must be even and at least 2")
    m = np.zeros((d_model, d_model))
    for i in range(d_model // 2):
        theta = offset / base ** (2 * i / d_model)
        c, s = np.cos(theta), np.sin(theta)
        m[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [[c, -s], [s, c]]
    return m
