"""Moves the channels in front and goes through them one by one; the product is summed in Python's integers."""

import numpy as np


def quantize(x, axis=None):
    if axis is None:
        channels = x.reshape(1, -1)
    else:
        front = np.moveaxis(x, axis, 0)
        channels = front.reshape(len(front), -1)
    integers, scales = [], []
    for channel in channels.tolist():
        largest = max(abs(value) for value in channel)
        scales.append(largest / 127 if largest else 1.0)
        integers.append([round(value / scales[-1]) for value in channel])
    q = np.array(integers, dtype=np.int8)
    if axis is None:
        return q.reshape(x.shape), np.full((1,) * x.ndim, scales[0])
    shape = [1] * x.ndim
    shape[axis] = -1
    return np.moveaxis(q.reshape(front.shape), 0, axis), np.array(scales).reshape(shape)


def dequantize(q, scale):
    return np.multiply(q, scale, dtype=np.float64)


def int8_matmul(q_a, scale_a, q_b, scale_b):
    columns = list(zip(*q_b.tolist(), strict=True))
    sums = [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in q_a.tolist()]
    return np.array(sums, dtype=np.float64) * (scale_a @ scale_b)
