"""Place by place, as the formula stands."""

import numpy as np


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    channels, outputs = w.shape[1], w.shape[0]
    if x.shape[1] != groups * channels or outputs % groups:
        raise ValueError("groups don't match")
    x = np.pad(x, [(0, 0), (0, 0)] + [(p, p) for p in padding])
    reach = [(k - 1) * d + 1 for k, d in zip(w.shape[2:], dilation)]
    rows = range(0, x.shape[2] - reach[0] + 1, stride[0])
    columns = range(0, x.shape[3] - reach[1] + 1, stride[1])
    if len(rows) == 0 or len(columns) == 0:
        raise ValueError("no window fits")
    y = np.empty((len(x), outputs, len(rows), len(columns)))
    for o in range(outputs):
        first = o // (outputs // groups) * channels
        for i, r in enumerate(rows):
            for j, s in enumerate(columns):
                window = x[:, first : first + channels, r : r + reach[0] : dilation[0], s : s + reach[1] : dilation[1]]
                y[:, o, i, j] = (window * w[o]).sum(axis=(1, 2, 3)) + (0.0 if bias is None else bias[o])
    return y
