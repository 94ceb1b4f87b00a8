"""A small number stands in for the zeros (added to the laws, or as their lower limit): what should be inf is some number,
which depends on the small one. Where q is 0 and p isn't, the result is inf.

caught by: test_what_is_called_impossible_and_happens
"""

import numpy as np


def cross_entropy(p, q):
    eps = 1e-10
    return -np.sum(p * np.log(q + eps), axis=-1)


def kl_divergence(p, q):
    eps = 1e-10
    return np.maximum(np.sum(p * np.log((p + eps) / (q + eps)), axis=-1), 0.0)
