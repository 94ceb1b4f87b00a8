"""The error by the Gram matrix of the activations, and factors by their logarithms."""

import numpy as np


def awq_scales(x, alpha):
    logs = alpha * np.log(np.mean(np.abs(x), axis=0))
    return np.exp(logs - (logs.max() + logs.min()) / 2)


def output_error(x, weight, s, group_size):
    off = round_to_int4(weight * s[None, :], group_size) / s[None, :] - weight
    return np.einsum("mi,ij,mj->", off, x.T @ x, off)


def search_scales(x, weight, group_size, alphas):
    best = min(alphas, key=lambda alpha: output_error(x, weight, awq_scales(x, alpha), group_size))
    return best, awq_scales(x, best)


def fold(weight1, bias1, weight, s):
    inverse = np.diag(1.0 / s)
    return inverse @ weight1, bias1 @ inverse, weight @ np.diag(s)
