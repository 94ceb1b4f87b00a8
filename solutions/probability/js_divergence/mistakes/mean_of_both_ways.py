"""This is the mean of KL(p || q) and KL(q || p), which is Jeffreys's: it is symmetric, but it has no bound, and is inf where one
law lacks an outcome. Each law is compared with the mixture of the two.

caught by: test_the_divergence_from_the_mixture
"""

import numpy as np


def kl(a, b):
    with np.errstate(all="ignore"):
        return np.sum(np.where(a > 0, a * np.log2(a / b), 0.0), axis=-1)


def js_divergence(p, q):
    return np.clip(0.5 * (kl(p, q) + kl(q, p)), 0.0, 1.0)


def js_distance(p, q):
    return np.sqrt(js_divergence(p, q))
