"""One pair after the other, with Python's numbers; masks by logical operations."""

import numpy as np


def area(box):
    x1, y1, x2, y2 = (float(c) for c in box)
    return max(x2 - x1, 0.0) * max(y2 - y1, 0.0)


def box_area(boxes):
    return np.array([area(box) for box in boxes], dtype=float).reshape(len(boxes))


def pair(p, q):
    shared = area([max(p[0], q[0]), max(p[1], q[1]), min(p[2], q[2]), min(p[3], q[3])])
    union = area(p) + area(q) - shared
    return shared / union if union else 0.0


def box_iou(a, b):
    return np.array([[pair(p, q) for q in b] for p in a], dtype=float).reshape(len(a), len(b))


def mask_iou(a, b):
    result = np.zeros((len(a), len(b)))
    for i, p in enumerate(a):
        for j, q in enumerate(b):
            union = np.logical_or(p, q).sum()
            if union > 0:
                result[i, j] = np.logical_and(p, q).sum() / union
    return result
