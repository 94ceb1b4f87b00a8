"""Groups aren't looked at, as if each output saw all channels: outputs of group g see the channels of block g alone.

caught by: test_groups
"""

import numpy as np


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    if x.shape[1] != groups * w.shape[1] or w.shape[0] % groups:
        raise ValueError("channels")
    w = np.tile(w, (1, groups, 1, 1))
    x = np.pad(x, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    kh, kw = w.shape[2:]
    oh = (x.shape[2] - dilation[0] * (kh - 1) - 1) // stride[0] + 1
    ow = (x.shape[3] - dilation[1] * (kw - 1) - 1) // stride[1] + 1
    if oh <= 0 or ow <= 0:
        raise ValueError("kernel too large")
    out = np.zeros((x.shape[0], w.shape[0], oh, ow))
    for i in range(kh):
        for j in range(kw):
            a, b = i * dilation[0], j * dilation[1]
            patch = x[:, :, a : a + (oh - 1) * stride[0] + 1 : stride[0], b : b + (ow - 1) * stride[1] + 1 : stride[1]]
            out += np.einsum("bchw,oc->bohw", patch, w[:, :, i, j])
    return out if bias is None else out + bias[:, None, None]
