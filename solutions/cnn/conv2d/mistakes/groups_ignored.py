"""Groups aren't looked at, as if each output saw all channels: outputs of group g see the channels of block g alone.

caught by: test_groups
"""

import numpy as np


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    if x.shape[1] != groups * w.shape[1] or w.shape[0] % groups:
        raise ValueError("channels")
    (sh, sw), (dh, dw) = stride, dilation
    x = np.pad(x, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    kh, kw = w.shape[2:]
    oh = (x.shape[2] - dh * (kh - 1) - 1) // sh + 1
    ow = (x.shape[3] - dw * (kw - 1) - 1) // sw + 1
    if oh <= 0 or ow <= 0:
        raise ValueError("kernel too large")
    out = np.zeros((x.shape[0], w.shape[0], oh, ow))
    for b in range(len(x)):
        for o in range(len(w)):
            for i in range(oh):
                for j in range(ow):
                    rows, columns = i * sh + dh * np.arange(kh), j * sw + dw * np.arange(kw)
                    out[b, o, i, j] = np.sum(x[b][:, rows][:, :, columns] * w[o])
            if bias is not None:
                out[b, o] += bias[o]
    return out
