"""The exps are taken of the logits as they are, and overflow: shift each row by its maximum first.

caught by: test_large_logits
"""

import numpy as np


def smooth_targets(targets, n_classes, eps):
    if not 0 <= eps <= 1 or np.any((targets < 0) | (targets >= n_classes)):
        raise ValueError("ids, eps or their number are out of range")
    return (1 - eps) * np.eye(n_classes)[targets] + eps / n_classes


def label_smoothing(logits, targets, eps):
    if len(logits) != len(targets):
        raise ValueError("ids, eps or their number are out of range")
    q = smooth_targets(targets, logits.shape[1], eps)
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    return -(q * np.log(p)).sum(1).mean(), ((p - q) / len(p)).astype(logits.dtype)
