"""Works with integers from 0 to 255 and a zero point among them, as quint8 does, and shifts by 128 at the end."""

import numpy as np


def calibrate(x, percentile=100.0):
    if not (percentile > 50 and percentile <= 100):
        raise ValueError("percentile out of range")
    return float(np.quantile(x, 1 - percentile / 100)), float(np.quantile(x, percentile / 100))


def affine_parameters(low, high):
    low, high = float(np.minimum(low, 0)), float(np.maximum(high, 0))
    scale = (high - low) / 255 or 1.0
    unsigned = round(-low / scale) if high > low else 128
    return scale, unsigned - 128


def quantize(x, scale, zero_point):
    unsigned = np.clip(np.round(x / scale + (zero_point + 128)), 0, 255)
    return (unsigned - 128).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q.astype(np.int32) - np.int32(zero_point)) * scale
