"""The product is made of int8 arrays: NumPy sums them in int8, which wraps at 128. Widen both to int32 first.

caught by: test_the_output
"""

import numpy as np


def quantize_rows(x):
    max_abs = np.max(np.abs(x), axis=-1)
    scales = np.where(max_abs == 0, 1.0, max_abs / 127)
    q = np.round(x / scales[..., np.newaxis])
    return np.clip(q, -127, 127).astype(np.int8), scales


def int8_linear(x, q_weight, weight_scales, bias):
    q_x, x_scales = quantize_rows(x)
    acc = np.matmul(q_x, q_weight.T)
    return acc * x_scales[..., np.newaxis] * weight_scales + bias


def relative_error(x, weight, bias):
    y = x @ weight.T + bias
    q_w, s_w = quantize_rows(weight)
    y_q = int8_linear(x, q_w, s_w, bias)
    return float(np.linalg.norm(y_q - y) / np.linalg.norm(y))
