"""The low halves of all bytes are unpacked first and the high ones after them: the two of a byte are neighbours.

caught by: test_back_from_bytes
"""

import numpy as np


def quantize_groups(weights, group_size):
    m, d = weights.shape
    if d % group_size != 0:
        raise ValueError("group_size must divide D")
    g = weights.reshape(m, d // group_size, group_size)
    low = np.minimum(g.min(axis=2), 0)
    high = np.maximum(g.max(axis=2), 0)
    scales = (high - low) / 15
    scales = np.where(scales == 0, 1.0, scales)
    zeros = np.round(-low / scales)
    q = np.clip(np.round(g / scales[:, :, None]) + zeros[:, :, None], 0, 15)
    return q.reshape(m, d).astype(np.uint8), scales, zeros.astype(np.uint8)


def pack(q):
    if q.shape[1] % 2 != 0:
        raise ValueError("D must be even")
    return (q[:, 0::2] | (q[:, 1::2] << 4)).astype(np.uint8)


def unpack(packed):
    low = packed & 0x0F
    high = (packed >> 4) & 0x0F
    return np.concatenate([low, high], axis=1)


def dequantize_groups(q, scales, zeros):
    size = q.shape[1] // scales.shape[1]
    s = np.repeat(scales, size, axis=1)
    z = np.repeat(zeros, size, axis=1)
    return s * (q.astype(np.float64) - z.astype(np.float64))
