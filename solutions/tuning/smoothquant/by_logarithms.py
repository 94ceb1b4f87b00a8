"""Factors as exponentials, diagonal matrices, and the norm as the error."""

import numpy as np


def smoothing_factors(x, weight, alpha):
    s = np.ones(x.shape[1])
    for j in range(x.shape[1]):
        top_x, top_w = np.linalg.norm(x[:, j], np.inf), np.linalg.norm(weight[:, j], np.inf)
        if top_x > 0 and top_w > 0:
            s[j] = np.exp(alpha * np.log(top_x) - (1 - alpha) * np.log(top_w))
    return s


def smooth(gain, bias, weight, s):
    inverse = np.diag(1 / s)
    return inverse @ gain, inverse @ bias, weight @ np.diag(s)


def search_alpha(x, weight, alphas):
    def error(alpha):
        s = smoothing_factors(x, weight, alpha)
        return np.linalg.norm(int8_linear(x / s, weight * s) - x @ weight.T)

    return min(alphas, key=error)
