"""Margin losses: the positive part of an inside, and the gradient of the inside where it is positive.

Why it works: max(0, u) has the derivative 1 where u > 0 and 0 elsewhere, so each gradient is that of the inside, kept
where a sample is active. Squared distances differentiate to differences of vectors. A plain distance D differentiates
to the unit vector (a - b) / D, which a pair at D = 0 doesn't have.
"""

import numpy as np


def same_shapes(*shapes):
    if len(set(shapes)) > 1:
        raise ValueError(f"shapes differ: {shapes}")


def squared_norms(rows):
    return np.einsum("bd,bd->b", rows, rows)


def hinge_loss(logits, targets, margin=1.0):
    same_shapes(logits.shape, targets.shape)
    inside = margin - targets * logits
    dlogits = np.where(inside > 0, -targets, 0) / len(logits)
    return np.maximum(inside, 0).mean(), dlogits.astype(logits.dtype)


def triplet_loss(anchor, positive, negative, margin=0.2):
    same_shapes(anchor.shape, positive.shape, negative.shape)
    inside = squared_norms(anchor - positive) - squared_norms(anchor - negative) + margin
    # 2 for the squares, 1 / B for the mean; a settled triplet moves none of its three points.
    scale = (inside > 0)[:, None] * anchor.dtype.type(2 / len(anchor))
    # The two squares of the anchor cancel, which leaves 2 (n - p).
    grads = scale * (negative - positive), scale * (positive - anchor), scale * (anchor - negative)
    return np.maximum(inside, 0).mean(), grads


def contrastive_loss(a, b, similar, margin=1.0):
    same_shapes(a.shape, b.shape)
    same_shapes(a.shape[:1], similar.shape)
    difference = a - b
    distance = np.sqrt(squared_norms(difference))
    gap = np.maximum(margin - distance, 0)
    loss = np.where(similar, distance, gap) ** 2 / 2
    # Per unit of the difference, the slope is D / D for a similar pair and -gap / D for a dissimilar one. Where D is 0
    # so is the difference, and any finite slope gives 0.
    slope = np.where(similar, 1, -gap / np.where(distance > 0, distance, 1))
    da = (slope[:, None] * difference / len(a)).astype(a.dtype)
    return loss.mean(), (da, -da)
