"""The first number of each pair is taken for rows and columns alike, as if stride and padding were single numbers: columns
have a number of their own, the second.

caught by: test_stride
"""

import numpy as np


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    n, c, h, width = x.shape
    out_c, in_c, kh, kw = w.shape
    if c != in_c * groups or out_c % groups:
        raise ValueError("wrong channels")
    s, p, d = stride[0], padding[0], dilation[0]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    eh, ew = d * (kh - 1) + 1, d * (kw - 1) + 1
    if eh > xp.shape[2] or ew > xp.shape[3]:
        raise ValueError("kernel too large")
    oh, ow = (h + 2 * p - eh) // s + 1, (width + 2 * p - ew) // s + 1
    y = np.zeros((n, out_c, oh, ow))
    size = out_c // groups
    for o in range(out_c):
        g = o // size
        for i in range(oh):
            for j in range(ow):
                patch = xp[:, g * in_c : (g + 1) * in_c, i * s : i * s + eh : d, j * s : j * s + ew : d]
                y[:, o, i, j] = np.sum(patch * w[o], axis=(1, 2, 3))
    return y if bias is None else y + bias.reshape(1, -1, 1, 1)
