"""Dynamic int8.

A scale that belongs to a whole row is a common factor of every sum over that row.
"""

import numpy as np


def quantize_rows(x):
    largest = np.abs(x).max(axis=-1)
    scales = np.where(largest > 0, largest, 127.0) / 127
    return np.rint(x / scales[..., None]).astype(np.int8), scales


def int8_linear(x, q_weight, weight_scales, bias):
    q, scales = quantize_rows(x)
    total = q.astype(np.int32) @ q_weight.astype(np.int32).T  # (..., M)
    return total * scales[..., None] * weight_scales + bias


def relative_error(x, weight, bias):
    exact = x @ weight.T + bias
    y = int8_linear(x, *quantize_rows(weight), bias)
    return float(np.linalg.norm(y - exact) / np.linalg.norm(exact))
