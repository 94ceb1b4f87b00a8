"""Only the samples that survive are touched: what one would do to save the work of the dropped branches."""

import numpy as np


def survival_probabilities(n_blocks, p_last):
    # A straight line from 1 at depth 0, which is the input, to p_last at depth L.
    return np.linspace(1.0, p_last, n_blocks + 1)[1:]


def stochastic_depth(x, branch, p, rng, training=True):
    if np.shape(x) != np.shape(branch) or p < 0 or p > 1:
        raise ValueError("x and branch must fit, and p must be a probability")
    y = x.copy()
    if training:
        survivors = np.flatnonzero(rng.binomial(1, p, size=x.shape[0]))
        y[survivors] += branch[survivors]
    else:
        survivors = None
        y += p * branch
    return y, {"survivors": survivors, "p": p}


def stochastic_depth_backward(dy, cache):
    if cache["survivors"] is None:
        return dy.copy(), cache["p"] * dy
    dbranch = np.zeros_like(dy)
    dbranch[cache["survivors"]] = dy[cache["survivors"]]
    return dy.copy(), dbranch
