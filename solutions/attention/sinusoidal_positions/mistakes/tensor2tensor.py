"""This is the table of tensor2tensor: its last wave is slowed down by the whole base, and all sines stand in front of
all cosines. In the paper the exponents are 2i / D, and sines and cosines alternate.

caught by: test_sines_and_cosines_of_every_position
"""

import math

import numpy as np


def frequencies(d_model, base):
    if d_model < 2 or d_model % 2 != 0:
        raise ValueError("d_model must be even and at least 2")
    n_timescales = d_model // 2
    increment = math.log(base) / max(n_timescales - 1, 1)
    return np.exp(-increment * np.arange(n_timescales))


def sinusoidal_positions(positions, d_model, base=10_000.0):
    angles = np.asarray(positions, dtype=np.float64)[..., None] * frequencies(d_model, base)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)


def shift_matrix(offset, d_model, base=10_000.0):
    angles = offset * frequencies(d_model, base)
    c, s = np.diag(np.cos(angles)), np.diag(np.sin(angles))
    return np.block([[c, s], [-s, c]])
