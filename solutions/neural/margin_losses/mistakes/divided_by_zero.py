"""A dissimilar pair that coincides is divided by its distance of 0, and one nan ruins all weights: its gradient is
taken to be 0.

caught by: test_a_dissimilar_pair_that_coincides
"""

import numpy as np


def hinge_loss(logits, targets, margin=1.0):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    inside = margin - targets * logits
    grad = np.where(inside > 0, -targets, 0) / len(logits)
    return np.clip(inside, 0, None).mean(), grad.astype(logits.dtype)


def triplet_loss(anchor, positive, negative, margin=0.2):
    if anchor.shape != positive.shape or anchor.shape != negative.shape:
        raise ValueError("shapes differ")
    inside = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + margin
    on = (inside > 0)[:, None].astype(anchor.dtype) / anchor.dtype.type(len(anchor))
    grads = (2 * on * (negative - positive), 2 * on * (positive - anchor), 2 * on * (anchor - negative))
    return np.maximum(inside, 0).mean(), grads


def contrastive_loss(a, b, similar, margin=1.0):
    if a.shape != b.shape or similar.shape != (len(a),):
        raise ValueError("shapes differ")
    diff = a - b
    d = np.linalg.norm(diff, axis=1)
    gap = np.maximum(margin - d, 0)
    loss = np.where(similar, d**2, gap**2) / 2
    push = -(gap / d)[:, None] * diff
    da = (np.where(similar[:, None], diff, push) / len(a)).astype(a.dtype)
    return loss.mean(), (da, -da)
