"""Every number of the table from the formula as it stands, with Python's own sine and cosine."""

import math

import numpy as np


def wave(amount, feature, d_model, base):
    angle = amount / base ** (2 * (feature // 2) / d_model)
    return math.sin(angle) if feature % 2 == 0 else math.cos(angle)


def check(d_model):
    if d_model not in range(2, d_model + 1, 2):
        raise ValueError("d_model must be even")


def sinusoidal_positions(positions, d_model, base=10_000.0):
    check(d_model)
    rows = [[wave(p, j, d_model, base) for j in range(d_model)] for p in positions.ravel().tolist()]
    return np.array(rows, dtype=float).reshape(*positions.shape, d_model)


def shift_matrix(offset, d_model, base=10_000.0):
    check(d_model)
    matrix = [[0.0] * d_model for _ in range(d_model)]
    for j in range(0, d_model, 2):
        matrix[j][j + 1] = wave(offset, j, d_model, base)
        matrix[j + 1][j] = -wave(offset, j, d_model, base)
        matrix[j][j] = matrix[j + 1][j + 1] = wave(offset, j + 1, d_model, base)
    return np.array(matrix)
