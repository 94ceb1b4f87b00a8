"""Pixels are counted in 8 bits, where 256 is 0 again: masks of more pixels have wrong areas.

caught by: test_large_masks
"""

import numpy as np


def box_area(boxes):
    w = np.maximum(boxes[:, 2] - boxes[:, 0], 0)
    h = np.maximum(boxes[:, 3] - boxes[:, 1], 0)
    return (w * h).astype(np.float64)


def box_iou(a, b):
    lt = np.maximum(a[:, None, :2], b[None, :, :2])
    rb = np.minimum(a[:, None, 2:], b[None, :, 2:])
    wh = np.clip(rb - lt, 0, None)
    inter = (wh[..., 0] * wh[..., 1]).astype(float)
    union = box_area(a)[:, None] + box_area(b)[None, :] - inter
    return np.where(union > 0, inter / np.where(union > 0, union, 1), 0.0)


def mask_iou(a, b):
    a = a.reshape(len(a), -1).astype(np.uint8)
    b = b.reshape(len(b), -1).astype(np.uint8)
    inter = (a @ b.T).astype(float)
    union = a.sum(1)[:, None] + b.sum(1)[None, :] - inter
    return np.where(union > 0, inter / np.where(union > 0, union, 1), 0.0)
