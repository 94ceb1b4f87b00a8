"""The taps one by one: each adds a shifted, strided slice of the image, weighted."""

import numpy as np


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    B, C, H, W = x.shape
    N, CG, KH, KW = w.shape
    if C != CG * groups or N % groups != 0:
        raise ValueError("channels don't match")
    ph, pw = padding
    image = np.zeros((B, C, H + 2 * ph, W + 2 * pw))
    image[:, :, ph : ph + H, pw : pw + W] = x
    OH = (H + 2 * ph - dilation[0] * (KH - 1) - 1) // stride[0] + 1
    OW = (W + 2 * pw - dilation[1] * (KW - 1) - 1) // stride[1] + 1
    if OH < 1 or OW < 1:
        raise ValueError("the kernel is too large")
    out = np.zeros((B, N, OH, OW))
    if bias is not None:
        out += bias.reshape(1, N, 1, 1)
    per_group = N // groups
    for u in range(KH):
        for v in range(KW):
            top, left = u * dilation[0], v * dilation[1]
            rows = slice(top, top + stride[0] * (OH - 1) + 1, stride[0])
            columns = slice(left, left + stride[1] * (OW - 1) + 1, stride[1])
            for g in range(groups):
                part = image[:, g * CG : (g + 1) * CG, rows, columns]
                k = w[g * per_group : (g + 1) * per_group, :, u, v]
                out[:, g * per_group : (g + 1) * per_group] += np.tensordot(part, k, axes=(1, 1)).transpose(0, 3, 1, 2)
    return out
