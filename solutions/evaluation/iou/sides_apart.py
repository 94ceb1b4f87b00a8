"""Overlaps across and down are made apart, each an (N, M) table; masks are compared as sets of pixels."""

import numpy as np


def box_area(boxes):
    x1, y1, x2, y2 = boxes.astype(float).T
    return np.where((x2 > x1) & (y2 > y1), (x2 - x1) * (y2 - y1), 0.0)


def overlap(a, b, side):
    start = np.maximum.outer(a[:, side], b[:, side])
    stop = np.minimum.outer(a[:, side + 2], b[:, side + 2])
    return np.maximum(stop - start, 0)


def box_iou(a, b):
    a, b = a.astype(float), b.astype(float)
    shared = overlap(a, b, 0) * overlap(a, b, 1)
    union = np.add.outer(box_area(a), box_area(b)) - shared
    union[union == 0] = 1.0
    return shared / union


def mask_iou(a, b):
    shared = np.einsum("nhw,mhw->nm", a, b, dtype=np.int64)
    union = np.add.outer(a.sum(axis=(1, 2)), b.sum(axis=(1, 2))) - shared
    return np.where(union > 0, shared / np.maximum(union, 1), 0.0)
