"""Symmetric int8 quantization by the largest magnitude.

Why it works: rounding to the nearest multiple of the scale is off by at most half of it. A scale for each row or column
can be taken out of the sum over the inner axis, so that the sum itself runs on integers.
"""

import numpy as np


def quantize(x, axis=None):
    over = tuple(i for i in range(x.ndim) if axis is None or i != axis % x.ndim)
    largest = np.abs(x).max(axis=over, keepdims=True)
    scale = np.where(largest > 0, largest, 127.0) / 127.0
    return np.rint(x / scale).astype(np.int8), scale


def dequantize(q, scale):
    return scale * q.astype(np.float64)


def int8_matmul(q_a, scale_a, q_b, scale_b):
    return (q_a.astype(np.int32) @ q_b.astype(np.int32)) * scale_a * scale_b
