"""This handles a single row: argsort, cumsum and the indexing by the order of the tokens need the last axis of an array with any
number of rows, take_along_axis and put_along_axis.

caught by: test_each_row_has_a_nucleus_of_its_own
"""

import numpy as np


def nucleus_filter(logits, p):
    if not 0 < p <= 1:
        raise ValueError("p must be in (0, 1]")
    order = np.argsort(-logits, kind="stable")
    probs = np.exp(logits[order] - np.max(logits))
    probs = probs / probs.sum()
    before = np.cumsum(probs) - probs
    out = logits.copy()
    if p < 1:
        out[order[before >= p]] = -np.inf
    return out


def sample_nucleus(logits, p, temperature, rng):
    return draw(nucleus_filter(logits / temperature, p), rng)
