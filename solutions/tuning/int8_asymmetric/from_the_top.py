"""Counts from the upper end, sorts for the percentiles, and dequantizes with a table of all 256 numbers."""

import math

import numpy as np


def calibrate(x, percentile=100.0):
    if percentile <= 50 or percentile > 100:
        raise ValueError("percentile out of range")
    ordered = sorted(x.ravel().tolist())

    def at(share):
        place = share * (len(ordered) - 1)
        below = min(math.floor(place), len(ordered) - 1)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    return at(1 - percentile / 100), at(percentile / 100)


def affine_parameters(low, high):
    top, bottom = max(high, 0), max(-low, 0)
    if top + bottom == 0:
        return 1.0, 0
    scale = (top + bottom) / 255
    return scale, 127 - round(top / scale)


def quantize(x, scale, zero_point):
    steps = np.round(np.clip(x / scale, -300, 300)).astype(int)
    return np.minimum(np.maximum(steps, -128 - zero_point), 127 - zero_point).astype(np.int8) + np.int8(zero_point)


def dequantize(q, scale, zero_point):
    table = np.array([scale * (value - zero_point) for value in range(-128, 128)])
    return table[q.astype(int) + 128]
