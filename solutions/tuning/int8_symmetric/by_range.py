"""The magnitude from the minimum and the maximum, halves rounded up; the product is one of floats."""

import numpy as np


def quantize(x, axis=None):
    over = None if axis is None else tuple(np.delete(np.arange(x.ndim), axis))
    high = np.maximum(x.max(axis=over, keepdims=True), -x.min(axis=over, keepdims=True))
    scale = high / 127
    scale[high == 0] = 1.0
    return np.clip(np.floor(x / scale + 0.5), -127, 127).astype("int8"), scale


def dequantize(q, scale):
    return q * scale


def int8_matmul(q_a, scale_a, q_b, scale_b):
    return dequantize(q_a, scale_a) @ dequantize(q_b, scale_b)
