"""Row i of a is compared with row i of b alone: the table has each of a with each of b.

caught by: test_pairs_of_boxes
"""

import numpy as np


def box_area(boxes):
    sides = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    return (sides[:, 0] * sides[:, 1]).astype(float)


def safe(inter, union):
    result = np.zeros(len(inter))
    result[union > 0] = inter[union > 0] / union[union > 0]
    return result


def box_iou(a, b):
    n = min(len(a), len(b))
    a, b = a[:n], b[:n]
    x1, y1 = np.maximum(a[:, 0], b[:, 0]), np.maximum(a[:, 1], b[:, 1])
    x2, y2 = np.minimum(a[:, 2], b[:, 2]), np.minimum(a[:, 3], b[:, 3])
    inter = (np.clip(x2 - x1, 0, None) * np.clip(y2 - y1, 0, None)).astype(float)
    return safe(inter, box_area(a) + box_area(b) - inter)


def mask_iou(a, b):
    n = min(len(a), len(b))
    inter = (a[:n] & b[:n]).sum(axis=(1, 2)).astype(float)
    union = (a[:n] | b[:n]).sum(axis=(1, 2)).astype(float)
    return safe(inter, union)
