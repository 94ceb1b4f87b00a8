"""Integers in float64, where sums of whole numbers are exact up to 2^53; one token after the other."""

import math

import numpy as np


def quantize_rows(x):
    if x.ndim > 1:
        pairs = [quantize_rows(row) for row in x]
        return np.stack([q for q, _ in pairs]), np.stack([s for _, s in pairs])
    scale = max(abs(float(v)) for v in x) / 127 or 1.0
    return np.array([round(float(v) / scale) for v in x], dtype=np.int8), np.float64(scale)


def int8_linear(x, q_weight, weight_scales, bias):
    q, scales = quantize_rows(x)
    y = q.astype(float).dot(q_weight.astype(float).T)
    y *= weight_scales
    y *= np.expand_dims(scales, -1)
    return y + bias


def relative_error(x, weight, bias):
    exact = x.dot(weight.T) + bias
    y = int8_linear(x, *quantize_rows(weight), bias)
    pairs = list(zip(y.ravel().tolist(), exact.ravel().tolist(), strict=True))
    return math.hypot(*(a - b for a, b in pairs)) / math.hypot(*(b for _, b in pairs))
