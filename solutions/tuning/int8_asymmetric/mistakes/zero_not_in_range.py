"""The range isn't widened to hold 0: where all of it is positive, or all negative, none of the 256 integers stands for 0.

caught by: test_the_range_holds_0
"""

import numpy as np


def calibrate(x, percentile=100.0):
    if percentile <= 50 or percentile > 100:
        raise ValueError("percentile must be in (50, 100]")
    return float(np.percentile(x, 100 - percentile)), float(np.percentile(x, percentile))


def affine_parameters(low, high):
    if high == low:
        return 1.0, 0
    scale = (high - low) / 255.0
    zero_point = int(round(-128 - low / scale))
    return scale, zero_point


def quantize(x, scale, zero_point):
    q = np.round(x / scale) + zero_point
    return np.clip(q, -128, 127).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q.astype(np.float64) - zero_point) * scale
