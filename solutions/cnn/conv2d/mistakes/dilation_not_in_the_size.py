"""The dilation is left out of the size of the output: with it a kernel covers d (K - 1) + 1 items, and the last windows of so
large an output reach beyond the image.

caught by: test_dilation
"""

import numpy as np


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    B, C, H, W = x.shape
    O, C_group, KH, KW = w.shape
    if C != groups * C_group or O % groups:
        raise ValueError("channels")
    if dilation[0] * (KH - 1) >= H + 2 * padding[0] or dilation[1] * (KW - 1) >= W + 2 * padding[1]:
        raise ValueError("kernel too large")
    x = np.pad(x, ((0, 0), (0, 0), (padding[0], padding[0]), (padding[1], padding[1])))
    OH = (H + 2 * padding[0] - KH) // stride[0] + 1
    OW = (W + 2 * padding[1] - KW) // stride[1] + 1
    y = np.zeros((B, O, OH, OW))
    for o in range(O):
        first = o // (O // groups) * C_group
        for i in range(OH):
            for j in range(OW):
                top, left = i * stride[0], j * stride[1]
                rows = slice(top, top + dilation[0] * (KH - 1) + 1, dilation[0])
                columns = slice(left, left + dilation[1] * (KW - 1) + 1, dilation[1])
                y[:, o, i, j] = np.sum(x[:, first : first + C_group, rows, columns] * w[o], axis=(1, 2, 3))
    return y if bias is None else y + bias[:, None, None]
