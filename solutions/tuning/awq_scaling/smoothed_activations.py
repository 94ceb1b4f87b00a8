"""Leaves the scaled weight as it is and divides the activations, as the layer will do it."""

import numpy as np


def awq_scales(x, alpha):
    m = np.array([sum(abs(v) for v in column) / len(column) for column in x.T]) ** alpha
    return m / (m.max() ** 0.5 * m.min() ** 0.5)


def output_error(x, weight, s, group_size):
    off = (x / s) @ round_to_int4(weight * s, group_size).T - x @ weight.T
    return np.linalg.norm(off) ** 2


def search_scales(x, weight, group_size, alphas):
    best = None
    for alpha in alphas:
        s = awq_scales(x, alpha)
        error = output_error(x, weight, s, group_size)
        if best is None or error < best[0]:
            best = error, alpha, s
    return best[1:]


def fold(weight1, bias1, weight, s):
    joined = np.concatenate([weight1, bias1[:, None]], axis=1) / s.reshape(-1, 1)
    return joined[:, :-1], joined[:, -1], np.multiply(weight, s.reshape(1, -1))
