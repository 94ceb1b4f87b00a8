"""The largest activation of a feature is taken, as SmoothQuant does: AWQ takes the mean magnitude.

caught by: test_the_factors
"""

import numpy as np


def awq_scales(x, alpha):
    act = np.max(np.abs(x), axis=0)
    s = act**alpha
    return s / np.sqrt(s.max() * s.min())


def output_error(x, weight, s, group_size):
    w_q = round_to_int4(weight * s, group_size) / s
    return float(np.sum((x @ w_q.T - x @ weight.T) ** 2))


def search_scales(x, weight, group_size, alphas):
    best_err, best_alpha, best_s = float("inf"), None, None
    for alpha in alphas:
        s = awq_scales(x, alpha)
        err = output_error(x, weight, s, group_size)
        if err < best_err:
            best_err, best_alpha, best_s = err, alpha, s
    return best_alpha, best_s


def fold(weight1, bias1, weight, s):
    return weight1 / s[:, np.newaxis], bias1 / s, weight * s[np.newaxis, :]
