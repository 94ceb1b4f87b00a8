"""Goes through the rows and groups in Python, and packs by arithmetic."""

import numpy as np


def group(values):
    low, high = min(*values, 0.0), max(*values, 0.0)
    scale = (high - low) / 15 or 1.0
    zero = round(-low / scale)
    return [max(0, min(15, zero + round(value / scale))) for value in values], scale, zero


def quantize_groups(weights, group_size):
    columns = weights.shape[1]
    if columns != columns // group_size * group_size:
        raise ValueError("the group size doesn't divide the columns")
    rows = [[group(row[i : i + group_size]) for i in range(0, columns, group_size)] for row in weights.tolist()]
    return (
        np.array([[value for part in row for value in part[0]] for row in rows], dtype=np.uint8),
        np.array([[part[1] for part in row] for row in rows]),
        np.array([[part[2] for part in row] for row in rows], dtype=np.uint8),
    )


def pack(q):
    first, second = q[:, ::2], q[:, 1::2]
    if first.shape != second.shape:
        raise ValueError("odd number of columns")
    return (first.astype(int) + 16 * second.astype(int)).astype("uint8")


def unpack(packed):
    return np.array([[part for byte in row for part in (byte % 16, byte // 16)] for row in packed.tolist()], np.uint8)


def dequantize_groups(q, scales, zeros):
    size = q.shape[1] // scales.shape[1]
    return np.array(
        [
            [float(scales[i, j // size]) * (int(q[i, j]) - int(zeros[i, j // size])) for j in range(q.shape[1])]
            for i in range(q.shape[0])
        ]
    )
