"""Entropy with a logarithm only where there is something.

Why it works: p log p goes to 0 with p, so that the terms without probability can stay at 0. By the chain rule the joint
entropy is that of X and, on average, what is left of Y.
"""

import numpy as np


def entropy(p, base=2.0):
    if (p < 0).any():
        raise ValueError("probabilities must be at least 0")
    logs = np.log(p, out=np.zeros(p.shape), where=p > 0)
    return max(-float((p * logs).sum()) / float(np.log(base)), 0.0)


def entropy_of_counts(counts, base=2.0):
    return entropy(counts / max(counts.sum(), 1), base)


def conditional_entropy(joint, base=2.0):
    return max(entropy(joint.ravel(), base) - entropy(joint.sum(axis=1), base), 0.0)
