"""AWQ scaling.

The step of a group hardly changes when one of its columns is scaled, so that the column's error is divided by s.
"""

import numpy as np


def awq_scales(x, alpha):
    m = np.abs(x).mean(axis=0) ** alpha
    return m / np.sqrt(m.max() * m.min())


def output_error(x, weight, s, group_size):
    W_hat = round_to_int4(weight * s, group_size) / s
    return float(((x @ (W_hat - weight).T) ** 2).sum())


def search_scales(x, weight, group_size, alphas):
    scales = [awq_scales(x, alpha) for alpha in alphas]
    best = int(np.argmin([output_error(x, weight, s, group_size) for s in scales]))
    return alphas[best], scales[best]


def fold(weight1, bias1, weight, s):
    return weight1 / s[:, None], bias1 / s, weight * s
