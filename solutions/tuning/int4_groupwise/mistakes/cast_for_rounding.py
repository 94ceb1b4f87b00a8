"""The cast to uint8 cuts the fraction off: zero point and quotient are rounded to the nearest integer first.

caught by: test_one_group
"""

import numpy as np


def quantize_groups(weights, group_size):
    M, D = weights.shape
    if D % group_size != 0:
        raise ValueError("group_size has to divide the number of columns")
    w = weights.reshape(M, D // group_size, group_size)
    low = np.minimum(w.min(axis=2), 0.0)
    high = np.maximum(w.max(axis=2), 0.0)
    scales = (high - low) / 15
    scales[scales == 0] = 1.0
    zeros = (-low / scales).astype(np.uint8)
    q = np.clip(w / scales[..., None] + zeros[..., None], 0, 15).astype(np.uint8)
    return q.reshape(M, D), scales, zeros


def pack(q):
    if q.shape[1] % 2:
        raise ValueError("an even number of columns is needed")
    return q[:, 0::2] + 16 * q[:, 1::2]


def unpack(packed):
    q = np.empty((packed.shape[0], 2 * packed.shape[1]), dtype=np.uint8)
    q[:, 0::2] = packed % 16
    q[:, 1::2] = packed // 16
    return q


def dequantize_groups(q, scales, zeros):
    size = q.shape[1] // scales.shape[1]
    return np.repeat(scales, size, axis=1) * (q.astype(float) - np.repeat(zeros, size, axis=1))
