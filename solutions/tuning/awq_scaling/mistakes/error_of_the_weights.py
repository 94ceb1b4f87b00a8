"""The error is that of the weights, in which the activations have no part: it is that of the outputs, x times the difference.

caught by: test_the_error_of_the_output
"""

import numpy as np


def awq_scales(x, alpha):
    act = np.mean(np.abs(x), axis=0)
    s = act**alpha
    return s / np.sqrt(s.max() * s.min())


def output_error(x, weight, s, group_size):
    w_q = round_to_int4(weight * s, group_size) / s
    return float(np.sum((w_q - weight) ** 2))


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
