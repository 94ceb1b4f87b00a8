"""A pair of features as one complex number, i exp(-i a) = sin a + i cos a, read as two floats side by side."""

import numpy as np


def phases(amounts, d_model, base):
    if d_model % 2 == 1 or d_model <= 0:
        raise ValueError("waves come in pairs")
    powers = 2.0 * np.arange(d_model // 2) / d_model
    return np.exp(-1j * np.multiply.outer(amounts, np.exp(-np.log(base) * powers)))


def sinusoidal_positions(positions, d_model, base=10_000.0):
    return (1j * phases(positions, d_model, base)).view(np.float64)


def shift_matrix(offset, d_model, base=10_000.0):
    # Multiplying by exp(-i b) is linear over the reals: its columns are the images of 1 and i.
    matrix = np.zeros((d_model, d_model))
    for i, z in enumerate(phases(offset, d_model, base)):
        for column, image in enumerate((z, 1j * z)):
            matrix[2 * i : 2 * i + 2, 2 * i + column] = image.real, image.imag
    return matrix
