"""The zero point is subtracted in uint8, where 1 - 7 is 250: the integers are widened first.

caught by: test_weights_below_zero
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
    out = np.zeros((packed.shape[0], packed.shape[1] * 2), dtype=np.uint8)
    out[:, 0::2] = packed & 0xF
    out[:, 1::2] = packed >> 4
    return out


def dequantize_groups(q, scales, zeros):
    g = q.reshape(scales.shape[0], scales.shape[1], -1)
    return ((g - zeros[:, :, None]) * scales[:, :, None]).reshape(q.shape)
