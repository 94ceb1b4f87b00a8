"""A small number is added to keep the logarithm of 0 away: every result is off by it, and a sure outcome has an entropy that
isn't 0. Leave the terms without probability out.

caught by: test_what_never_happens_adds_nothing
"""

import numpy as np


def entropy(p, base=2.0):
    p = np.asarray(p, dtype=float)
    if np.any(p < 0):
        raise ValueError("probabilities must be non-negative")
    return float(-np.sum(p * np.log(p + 1e-6)) / np.log(base))


def entropy_of_counts(counts, base=2.0):
    total = counts.sum()
    if total == 0:
        return 0.0
    return entropy(counts / total, base)


def conditional_entropy(joint, base=2.0):
    return entropy(joint.flatten(), base) - entropy(joint.sum(axis=1), base)
