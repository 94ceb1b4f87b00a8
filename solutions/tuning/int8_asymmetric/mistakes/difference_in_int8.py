"""The zero point is subtracted in int8, where the difference overflows: q is widened first.

caught by: test_distances_that_int8_cannot_hold
"""

import numpy as np


def calibrate(x, percentile=100.0):
    if percentile <= 50 or percentile > 100:
        raise ValueError("percentile must be in (50, 100]")
    return float(np.percentile(x, 100 - percentile)), float(np.percentile(x, percentile))


def affine_parameters(low, high):
    low = min(0.0, low)
    high = max(0.0, high)
    if high == low:
        return 1.0, 0
    scale = (high - low) / 255.0
    zero_point = int(np.clip(round(-128 - low / scale), -128, 127))
    return scale, zero_point


def quantize(x, scale, zero_point):
    q = np.round(x / scale) + zero_point
    return np.clip(q, -128, 127).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q - zero_point).astype(np.float64) * scale
