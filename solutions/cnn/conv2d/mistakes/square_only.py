"""Rows and columns are treated alike, with the height of the kernel and the first number of each pair for both: width and
height have their own.

caught by: test_one_channel
"""

import numpy as np


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    n, c, h, width = x.shape
    out_c, in_c, k, _ = w.shape
    if c != in_c * groups or out_c % groups:
        raise ValueError("wrong channels")
    s, p, d = stride[0], padding[0], dilation[0]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    e = d * (k - 1) + 1
    if e > min(xp.shape[2:]):
        raise ValueError("kernel too large")
    oh, ow = (h + 2 * p - e) // s + 1, (width + 2 * p - e) // s + 1
    square = np.zeros((out_c, in_c, k, k))
    shared = min(k, w.shape[3])
    square[..., :shared] = w[..., :shared]
    y = np.zeros((n, out_c, oh, ow))
    size = out_c // groups
    for o in range(out_c):
        g = o // size
        for i in range(oh):
            for j in range(ow):
                patch = xp[:, g * in_c : (g + 1) * in_c, i * s : i * s + e : d, j * s : j * s + e : d]
                y[:, o, i, j] = np.sum(patch * square[o], axis=(1, 2, 3))
    return y if bias is None else y + bias.reshape(1, -1, 1, 1)
