"""Only the weight is quantized: x stays in floating point, and the product isn't one of integers.

caught by: test_activations_are_rounded
"""

import numpy as np


def quantize_rows(x):
    max_abs = np.max(np.abs(x), axis=-1)
    scales = np.where(max_abs == 0, 1.0, max_abs / 127)
    q = np.round(x / scales[..., np.newaxis])
    return np.clip(q, -127, 127).astype(np.int8), scales


def int8_linear(x, q_weight, weight_scales, bias):
    weight = q_weight.astype(np.float64) * weight_scales[:, np.newaxis]
    return x @ weight.T + bias


def relative_error(x, weight, bias):
    y = x @ weight.T + bias
    q_w, s_w = quantize_rows(weight)
    y_q = int8_linear(x, q_w, s_w, bias)
    return float(np.linalg.norm(y_q - y) / np.linalg.norm(y))
