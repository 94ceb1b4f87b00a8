"""The last two numbers of a box are taken for its width and height: they are the coordinates of its other corner.

caught by: test_areas
"""

import numpy as np


def box_area(boxes):
    return np.maximum(boxes[:, 2], 0) * np.maximum(boxes[:, 3], 0) * 1.0


def box_iou(a, b):
    ious = np.zeros((len(a), len(b)))
    area_a, area_b = box_area(a), box_area(b)
    for i in range(len(a)):
        for j in range(len(b)):
            w = min(a[i, 0] + a[i, 2], b[j, 0] + b[j, 2]) - max(a[i, 0], b[j, 0])
            h = min(a[i, 1] + a[i, 3], b[j, 1] + b[j, 3]) - max(a[i, 1], b[j, 1])
            if w > 0 and h > 0:
                ious[i, j] = w * h / (area_a[i] + area_b[j] - w * h)
    return ious


def mask_iou(a, b):
    inter = (a[:, None] & b[None]).sum(axis=(2, 3))
    union = (a[:, None] | b[None]).sum(axis=(2, 3))
    return np.divide(inter, union, out=np.zeros(inter.shape), where=union > 0)
