"""One row at a time in Python floats, as one would work it out on paper."""

import math

import numpy as np


def log_row(row):
    row = [float(x) for x in row]
    peak = max(row)
    if peak == -math.inf:
        return row
    log_total = peak + math.log(math.fsum(math.exp(x - peak) for x in row))
    return [x - log_total for x in row]


def log_softmax(logits, axis=-1):
    dtype = np.float32 if logits.dtype == np.float32 else np.float64
    out = np.empty(logits.shape, dtype)
    # Views with the axis moved to the end: writing into one writes into `out`.
    rows, targets = np.moveaxis(logits, axis, -1), np.moveaxis(out, axis, -1)
    for index in np.ndindex(rows.shape[:-1]):
        targets[index] = log_row(rows[index])
    return out


def softmax(logits, axis=-1):
    return np.exp(log_softmax(logits, axis))
