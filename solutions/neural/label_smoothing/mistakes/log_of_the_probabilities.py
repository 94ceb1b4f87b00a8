"""The logarithm is taken of probabilities, which round to 0 for a logit far below the largest: its loss is inf, or
nan. Take the shifted logits minus the log of the sum of their exps.

caught by: test_logits_far_below_the_largest
"""

import numpy as np


def smooth_targets(targets, n_classes, eps):
    if not 0 <= eps <= 1:
        raise ValueError("eps must be in [0, 1]")
    if targets.min() < 0 or targets.max() >= n_classes:
        raise ValueError("class id out of range")
    return np.eye(n_classes)[targets] * (1 - eps) + eps / n_classes


def label_smoothing(logits, targets, eps):
    if logits.shape[0] != targets.shape[0]:
        raise ValueError("logits and targets differ in length")
    q = smooth_targets(targets, logits.shape[1], eps)
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = exps / exps.sum(axis=1, keepdims=True)
    loss = np.mean(-np.sum(q * np.log(probs), axis=1))
    return loss, ((probs - q) / len(logits)).astype(logits.dtype)
