"""The rows of the weight are multiplied, which are the output channels: s belongs to the input features, its columns.

caught by: test_folded_into_both_layers
"""

import numpy as np


def smoothing_factors(x, weight, alpha):
    act_max = np.abs(x).max(axis=0)
    w_max = np.abs(weight).max(axis=0)
    s = np.ones_like(act_max)
    for j in range(len(s)):
        if act_max[j] > 0 and w_max[j] > 0:
            s[j] = act_max[j] ** alpha / w_max[j] ** (1 - alpha)
    return s


def smooth(gain, bias, weight, s):
    return gain / s, bias / s, weight * s[:, np.newaxis]


def search_alpha(x, weight, alphas):
    y = x @ weight.T
    errors = []
    for alpha in alphas:
        s = smoothing_factors(x, weight, alpha)
        errors.append(np.mean((int8_linear(x / s, weight * s) - y) ** 2))
    return alphas[int(np.argmin(errors))]
