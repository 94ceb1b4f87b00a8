"""The factors of the last candidate are returned with the best alpha: those of the best have to be kept too.

caught by: test_the_best_alpha
"""

import numpy as np


def awq_scales(x, alpha):
    act = np.mean(np.abs(x), axis=0)
    s = act**alpha
    return s / np.sqrt(s.max() * s.min())


def output_error(x, weight, s, group_size):
    w_q = round_to_int4(weight * s, group_size) / s
    return float(np.sum((x @ w_q.T - x @ weight.T) ** 2))


def search_scales(x, weight, group_size, alphas):
    best_err, best_alpha = float("inf"), None
    for alpha in alphas:
        s = awq_scales(x, alpha)
        err = output_error(x, weight, s, group_size)
        if err < best_err:
            best_err, best_alpha = err, alpha
    return best_alpha, s


def fold(weight1, bias1, weight, s):
    return weight1 / s[:, np.newaxis], bias1 / s, weight * s[np.newaxis, :]
