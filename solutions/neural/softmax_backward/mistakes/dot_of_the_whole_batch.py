"""The sum of y times dy is taken over the whole array, so that rows influence each other: it is one number for each
row.

caught by: test_gradient_of_each_row
"""

import numpy as np


def softmax_backward(y, dy, axis=-1):
    if y.shape != dy.shape:
        raise ValueError("y and dy differ in shape")
    return y * (dy - np.sum(y * dy))


def softmax_jacobian(y):
    if len(y.shape) != 1:
        raise ValueError("y must be 1-d")
    k = len(y)
    jac = np.zeros((k, k), dtype=y.dtype)
    for i in range(k):
        for j in range(k):
            jac[i, j] = y[i] * ((i == j) - y[j])
    return jac
