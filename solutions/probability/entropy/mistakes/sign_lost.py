"""The sign is missing: logarithms of probabilities are negative, and the entropy isn't.

caught by: test_the_entropy_in_bits
"""

import numpy as np


def entropy(p, base=2.0):
    if np.any(p < 0):
        raise ValueError("probabilities must be non-negative")
    p = p[p > 0]
    return float(np.sum(p * np.log(p)) / np.log(base))


def entropy_of_counts(counts, base=2.0):
    total = counts.sum()
    if total == 0:
        return 0.0
    return entropy(counts / total, base)


def conditional_entropy(joint, base=2.0):
    return entropy(joint.flatten(), base) - entropy(joint.sum(axis=1), base)
