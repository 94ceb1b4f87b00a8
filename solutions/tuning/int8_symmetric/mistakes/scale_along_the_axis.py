"""The maximum is taken along the axis that is named: that one keeps its scales, and the maximum runs over all of the others.

caught by: test_a_scale_for_each_channel
"""

import numpy as np


def quantize(x, axis=None):
    max_val = np.max(np.abs(x), axis=axis, keepdims=True)
    scale = max_val / 127.0
    scale = np.where(scale == 0, 1.0, scale)
    q = np.clip(np.round(x / scale), -127, 127).astype(np.int8)
    return q, scale


def dequantize(q, scale):
    return q.astype(np.float64) * scale


def int8_matmul(q_a, scale_a, q_b, scale_b):
    acc = np.matmul(q_a.astype(np.int32), q_b.astype(np.int32))
    return acc.astype(np.float64) * scale_a * scale_b
