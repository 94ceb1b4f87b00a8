"""The backward pass of softmax in one line.

Why it works: with J_ij = y_i (delta_ij - y_j), the sum over i of dy_i J_ij falls into two parts. The delta leaves
dy_j y_j; the rest is y_j times sum_i dy_i y_i, one number a row: the mean of dy under the probabilities y. So

    dx_j = y_j (dy_j - mean)

Each entry says by how much the dy of its class exceeds the row's average, weighted by its probability. The result sums
to 0 along the row, as it must: moving all logits together changes nothing.
"""

import numpy as np


def softmax_backward(y, dy, axis=-1):
    if y.shape != dy.shape:
        raise ValueError(f"y and dy must have the same shape, not {y.shape} and {dy.shape}")
    mean = (dy * y).sum(axis=axis, keepdims=True)
    return y * (dy - mean)


def softmax_jacobian(y):
    if y.ndim != 1:
        raise ValueError(f"the Jacobian is that of one row, not of an array of shape {y.shape}")
    # J_ij = y_i delta_ij - y_i y_j
    return np.diag(y) - np.outer(y, y)
