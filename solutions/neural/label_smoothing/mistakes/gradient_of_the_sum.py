"""The gradient is softmax(x) - q without the 1 / N: it is that of the sum over the rows, while the loss is their mean.

caught by: test_gradient
"""

import numpy as np


def smooth_targets(targets, n_classes, eps):
    if not 0 <= eps <= 1:
        raise ValueError("eps must be in [0, 1]")
    if min(targets) < 0 or max(targets) >= n_classes:
        raise ValueError("class id out of range")
    return (1 - eps) * (targets[:, None] == np.arange(n_classes)) + eps / n_classes


def label_smoothing(logits, targets, eps):
    n, k = logits.shape
    if len(targets) != n:
        raise ValueError("need one id for each row")
    q = smooth_targets(targets, k, eps)
    m = logits.max(axis=1, keepdims=True)
    logp = logits - m - np.log(np.sum(np.exp(logits - m), axis=1, keepdims=True))
    loss = -np.sum(q * logp, axis=1).mean()
    return loss, (np.exp(logp) - q).astype(logits.dtype)
