"""The product is taken in int8, where it overflows: both matrices are widened to int32 before they are multiplied.

caught by: test_the_integer_product
"""

import numpy as np


def quantize(x, axis=None):
    axes = tuple(a for a in range(x.ndim) if axis is None or a != axis % x.ndim)
    scale = np.max(np.abs(x), axis=axes, keepdims=True) / 127.0
    scale = np.where(scale == 0, 1.0, scale)
    q = np.clip(np.round(x / scale), -127, 127).astype(np.int8)
    return q, scale


def dequantize(q, scale):
    return q.astype(np.float64) * scale


def int8_matmul(q_a, scale_a, q_b, scale_b):
    acc = np.matmul(q_a, q_b).astype(np.int32)
    return acc * (scale_a * scale_b)
