"""A small number is added, or zeros are raised to it, to keep them out of the logarithm: results are off by it, those of equal
laws or of laws that share no outcome. Terms without probability are 0.

caught by: test_laws_that_share_no_outcome
"""

import numpy as np


def js_divergence(p, q):
    eps = 1e-12
    m = 0.5 * (p + q)
    kl_pm = np.sum(p * np.log2((p + eps) / (m + eps)), axis=-1)
    kl_qm = np.sum(q * np.log2((q + eps) / (m + eps)), axis=-1)
    return np.clip(0.5 * (kl_pm + kl_qm), 0, 1)


def js_distance(p, q):
    return np.sqrt(js_divergence(p, q))
