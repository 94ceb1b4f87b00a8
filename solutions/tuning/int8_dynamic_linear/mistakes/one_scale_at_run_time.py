"""The activations share one scale, found at run time: a large token then costs the others their digits. Each token has its own.

caught by: test_a_large_token_costs_the_others_nothing
"""

import numpy as np


def quantize_rows(x):
    max_abs = np.max(np.abs(x), axis=-1)
    scales = np.where(max_abs == 0, 1.0, max_abs / 127)
    q = np.round(x / scales[..., np.newaxis])
    return np.clip(q, -127, 127).astype(np.int8), scales


def int8_linear(x, q_weight, weight_scales, bias):
    x_scale = np.abs(x).max() / 127
    q_x = np.round(x / x_scale).astype(np.int32)
    acc = q_x @ q_weight.astype(np.int32).T
    return acc * x_scale * weight_scales + bias


def relative_error(x, weight, bias):
    y = x @ weight.T + bias
    q_w, s_w = quantize_rows(weight)
    y_q = int8_linear(x, q_w, s_w, bias)
    return float(np.linalg.norm(y_q - y) / np.linalg.norm(y))
