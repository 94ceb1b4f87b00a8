"""A small number keeps the logarithm of 0 away, added to the probabilities or as the least of them: outcomes that are rarer
count wrongly, and those that never happen count too. Leave the terms without probability out.

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
