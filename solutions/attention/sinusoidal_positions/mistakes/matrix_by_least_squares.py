"""The matrix is fitted to many pairs of codes: slow waves hardly move over them, so that they can't be told apart, and the
fit puts numbers outside the 2 x 2 blocks. The blocks follow from the angles k w_i.

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
    positions = np.arange(4 * d_model)
    before = sinusoidal_positions(positions, d_model, base)
    after = sinusoidal_positions(positions + offset, d_model, base)
    solution, *_ = np.linalg.lstsq(before, after, rcond=None)
    return solution.T
