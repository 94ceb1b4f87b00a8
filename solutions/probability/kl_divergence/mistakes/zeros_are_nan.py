"""For an outcome that p doesn't have, the formula as it stands gives nan in floating point (0 * log 0, or 0 / 0): such an outcome
adds nothing.

caught by: test_what_never_happens_adds_nothing
"""

import numpy as np


def cross_entropy(p, q):
    with np.errstate(all="ignore"):
        return -np.sum(p * np.log(q), axis=-1)


def kl_divergence(p, q):
    with np.errstate(all="ignore"):
        return np.maximum(np.sum(p * np.log(p / q), axis=-1), 0.0)
