"""Mamba's parameters and its scan, a step at a time.

Why it works: exp(delta A) and delta B belong to one sample of length delta. So delta alone decides, channel by channel,
how much of the past a step erases and how much of the input it writes, and the input chooses delta.
"""

import torch
from torch.nn import functional as F


def selective_parameters(x, w_x, w_dt, b_dt):
    rank = w_dt.shape[1]
    entries = (w_x.shape[0] - rank) // 2
    r, b, c = F.linear(x, w_x).split([rank, entries, entries], dim=-1)
    return F.softplus(F.linear(r, w_dt, b_dt)), b, c


def selective_scan(x, delta, a, b, c, skip, h0=None):
    h = x.new_zeros(len(x), *a.shape) if h0 is None else h0
    written = delta * x
    outputs = []
    for t in range(x.shape[1]):
        h = torch.exp(delta[:, t, :, None] * a) * h + written[:, t, :, None] * b[:, t, None]
        outputs.append((h * c[:, t, None]).sum(dim=-1))
    return torch.stack(outputs, dim=1) + skip * x, h
