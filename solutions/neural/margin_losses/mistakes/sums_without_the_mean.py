"""The gradients lack the 1 / B: the losses are means over the samples, and the gradients are those of a sum.

caught by: test_hinge_gradient
"""

import numpy as np


def hinge_loss(logits, targets, margin=1.0):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    inside = margin - targets * logits
    return np.maximum(inside, 0).mean(), np.where(inside > 0, -targets, 0).astype(logits.dtype)


def triplet_loss(anchor, positive, negative, margin=0.2):
    if anchor.shape != positive.shape or anchor.shape != negative.shape:
        raise ValueError("shapes differ")
    inside = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + margin
    on = (inside > 0)[:, None].astype(anchor.dtype)
    grads = (2 * on * (negative - positive), 2 * on * (positive - anchor), 2 * on * (anchor - negative))
    return np.maximum(inside, 0).mean(), grads


def contrastive_loss(a, b, similar, margin=1.0):
    if a.shape != b.shape or similar.shape != (len(a),):
        raise ValueError("shapes differ")
    diff = a - b
    d = np.sqrt((diff**2).sum(axis=1))
    gap = np.maximum(margin - d, 0)
    loss = np.where(similar, d**2, gap**2) / 2
    factor = np.where(similar, 1.0, -gap / np.where(d > 0, d, 1))
    da = (factor[:, None] * diff).astype(a.dtype)
    return loss.mean(), (da, -da)
