# needs: scipy
"""SciPy's entropy, which normalises by itself."""

import numpy as np
from scipy.stats import entropy as scipy_entropy


def entropy(p, base=2.0):
    if np.min(p) < 0:
        raise ValueError("negative probability")
    return max(float(scipy_entropy(p, base=base)), 0.0)


def entropy_of_counts(counts, base=2.0):
    return entropy(counts, base) if counts.any() else 0.0


def conditional_entropy(joint, base=2.0):
    held = joint[joint.sum(axis=1) > 0]
    return float(held.sum(axis=1) @ scipy_entropy(held, base=base, axis=1))
