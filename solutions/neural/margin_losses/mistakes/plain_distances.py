"""The triplet loss compares plain distances, as torch's TripletMarginLoss does: FaceNet's compares their squares.

caught by: test_triplet_loss
"""

import numpy as np


def hinge_loss(logits, targets, margin=1.0):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    inside = margin - targets * logits
    grad = np.where(inside > 0, -targets, 0) / len(logits)
    return np.maximum(inside, 0).mean(), grad.astype(logits.dtype)


def triplet_loss(anchor, positive, negative, margin=0.2):
    if not anchor.shape == positive.shape == negative.shape:
        raise ValueError("shapes differ")
    ap, an = anchor - positive, anchor - negative
    dp = np.sqrt((ap**2).sum(axis=1, keepdims=True))
    dn = np.sqrt((an**2).sum(axis=1, keepdims=True))
    inside = dp - dn + margin
    active = (inside > 0) / len(anchor)
    up = ap / np.where(dp > 0, dp, 1) * active
    un = an / np.where(dn > 0, dn, 1) * active
    grads = (up - un, -up, un)
    return np.maximum(inside, 0).mean(), tuple(g.astype(anchor.dtype) for g in grads)


def contrastive_loss(a, b, similar, margin=1.0):
    if a.shape != b.shape or similar.shape != (len(a),):
        raise ValueError("shapes differ")
    diff = a - b
    d = np.sqrt((diff**2).sum(axis=1))
    gap = np.maximum(margin - d, 0)
    loss = np.where(similar, d**2, gap**2) / 2
    factor = np.where(similar, 1.0, -gap / np.where(d > 0, d, 1)) / len(a)
    da = (factor[:, None] * diff).astype(a.dtype)
    return loss.mean(), (da, -da)
