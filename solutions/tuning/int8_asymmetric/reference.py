"""Asymmetric int8 quantization by a scale and a rounded zero point.

Why it works: x / scale - low / scale - 128 takes low to -128 and high to 127. Its constant part is rounded, which moves
the whole grid by less than half a step, and then 0 lies on it.
"""

import numpy as np


def calibrate(x, percentile=100.0):
    if not 50 < percentile <= 100:
        raise ValueError(f"percentile must be above 50 and up to 100, got {percentile}")
    low, high = np.percentile(x, [100 - percentile, percentile])
    return float(low), float(high)


def affine_parameters(low, high):
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return 1.0, 0
    scale = (high - low) / 255
    return scale, int(np.rint(-128 - low / scale))


def quantize(x, scale, zero_point):
    return np.clip(np.rint(x / scale) + zero_point, -128, 127).astype(np.int8)


def dequantize(q, scale, zero_point):
    return scale * (q.astype(np.float64) - zero_point)
