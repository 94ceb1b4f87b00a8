"""Edges by maximum and minimum, for all pairs by broadcasting.

Why it works: a point is in both boxes if it is right of both left edges and left of both right ones, so what they share
is a box again, or nothing. The union counts everything once: both areas hold the shared part.
"""

import numpy as np


def extent(low, high):
    return np.clip(high - low, 0.0, None).prod(axis=-1, dtype=np.float64)


def over(shared, area_a, area_b):
    union = area_a[:, None] + area_b - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def box_area(boxes):
    return extent(boxes[:, :2], boxes[:, 2:])


def box_iou(a, b):
    shared = extent(np.maximum(a[:, None, :2], b[:, :2]), np.minimum(a[:, None, 2:], b[:, 2:]))
    return over(shared, box_area(a), box_area(b))


def mask_iou(a, b):
    a, b = (masks.reshape(len(masks), -1).astype(np.float64) for masks in (a, b))
    return over(a @ b.T, a.sum(axis=1), b.sum(axis=1))
