"""The first step's delta, B and C are used for all steps, as in a fixed state space: here every step has its own.

caught by: test_the_outputs_of_the_scan
"""

import torch
import torch.nn.functional as F


def selective_parameters(x, w_x, w_dt, b_dt):
    rank = w_dt.shape[1]
    n = (w_x.shape[0] - rank) // 2
    r, b, c = torch.split(x @ w_x.T, [rank, n, n], dim=2)
    return F.softplus(r @ w_dt.T + b_dt), b, c


def selective_scan(x, delta, a, b, c, skip, h0=None):
    a_bar = torch.exp(delta[:, 0, :, None] * a)
    b_bar = delta[:, 0, :, None] * b[:, 0, None, :]
    h = torch.zeros_like(a_bar) if h0 is None else h0
    ys = []
    for t in range(x.shape[1]):
        h = a_bar * h + b_bar * x[:, t, :, None]
        ys.append((h * c[:, 0, None, :]).sum(-1))
    return torch.stack(ys, dim=1) + skip * x, h
