"""The formula is written down as it is: 0 * log(0) is nan in floating point, and one outcome that never happens makes the
whole sum nan. Take the logarithm only where p is above 0.

caught by: test_what_never_happens_adds_nothing
"""

import numpy as np


def entropy(p, base=2.0):
    p = np.asarray(p, dtype=float)
    if np.any(p < 0):
        raise ValueError("probabilities must be non-negative")
    return -np.sum(p * np.log(p)) / np.log(base)


def entropy_of_counts(counts, base=2.0):
    total = counts.sum()
    if total == 0:
        return 0.0
    return entropy(counts / total, base)


def conditional_entropy(joint, base=2.0):
    return max(entropy(joint.flatten(), base) - entropy(joint.sum(axis=1), base), 0.0)
