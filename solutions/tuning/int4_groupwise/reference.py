"""Group-wise int4 quantization on an axis of its own.

Why it works: a reshape makes the groups the last axis without moving a number, so that everything else is the
quantization of one range. In a byte the two halves don't touch: a shift by four bits and an "or" put them together.
"""

import numpy as np


def quantize_groups(weights, group_size):
    if weights.shape[1] % group_size:
        raise ValueError(f"groups of {group_size} don't divide {weights.shape[1]} columns")
    groups = weights.reshape(len(weights), -1, group_size)
    low = np.minimum(groups.min(axis=-1, keepdims=True), 0.0)
    high = np.maximum(groups.max(axis=-1, keepdims=True), 0.0)
    scales = np.where(high > low, high - low, 15.0) / 15
    zeros = np.rint(-low / scales)
    q = np.clip(np.rint(groups / scales) + zeros, 0, 15)
    return q.reshape(weights.shape).astype(np.uint8), scales[..., 0], zeros[..., 0].astype(np.uint8)


def pack(q):
    if q.shape[1] % 2:
        raise ValueError(f"an odd number of columns, {q.shape[1]}, can't be packed in pairs")
    return q[:, ::2] | q[:, 1::2] << 4


def unpack(packed):
    return np.stack([packed & 15, packed >> 4], axis=-1).reshape(len(packed), -1)


def dequantize_groups(q, scales, zeros):
    groups = q.reshape(*scales.shape, -1).astype(np.float64)
    return (scales[..., None] * (groups - zeros[..., None])).reshape(q.shape)
