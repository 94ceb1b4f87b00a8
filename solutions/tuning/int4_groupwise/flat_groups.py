"""One long list of groups, whose parameters are repeated; bytes are filled in place."""

import numpy as np


def quantize_groups(weights, group_size):
    m, d = weights.shape
    count, rest = divmod(d, group_size)
    if rest > 0:
        raise ValueError("the group size doesn't divide the columns")
    groups = np.concatenate([weights.reshape(-1, group_size), np.zeros((m * count, 1))], axis=1)
    low, scales = groups.min(axis=1), np.ptp(groups, axis=1) / 15
    scales[scales == 0] = 1
    zeros = np.round(-low / scales).astype(int)
    q = np.round(groups[:, :-1].T / scales).astype(int) + zeros
    q = np.minimum(np.maximum(q, 0), 15).T.astype(np.uint8)
    return q.reshape(m, d), scales.reshape(m, count), zeros.astype(np.uint8).reshape(m, count)


def pack(q):
    if q.shape[1] & 1:
        raise ValueError("odd number of columns")
    pairs = q.reshape(len(q), -1, 2)
    return (pairs * np.array([1, 16], dtype=np.uint8)).sum(axis=-1, dtype=np.uint8)


def unpack(packed):
    q = np.empty((packed.shape[0], packed.shape[1] * 2), dtype=np.uint8)
    q[:, 0::2] = packed & 0x0F
    q[:, 1::2] = packed >> 4
    return q


def dequantize_groups(q, scales, zeros):
    size = q.shape[1] // scales.shape[1]
    return np.repeat(scales, size, axis=1) * (q.astype(np.int16) - np.repeat(zeros, size, axis=1).astype(np.int16))
