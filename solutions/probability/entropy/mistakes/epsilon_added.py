"""Outcomes that are rarer than some small number count wrongly, as where it is added to the probabilities, is the least of them, or
bounds what is left out. Leave out the terms without probability, and no others.

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
    return max(entropy(joint.flatten(), base) - entropy(joint.sum(axis=1), base), 0.0)
