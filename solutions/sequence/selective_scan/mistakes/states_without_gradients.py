"""The states are computed without recording, or from detached values: no gradient gets through them to delta, A, B and x.

caught by: test_gradients_reach_every_argument
"""

import torch
import torch.nn.functional as F


def selective_parameters(x, w_x, w_dt, b_dt):
    rank = w_dt.size(1)
    n = (w_x.size(0) - rank) // 2
    proj = F.linear(x, w_x)
    delta = F.softplus(F.linear(proj[..., :rank], w_dt, b_dt))
    return delta, proj[..., rank : rank + n], proj[..., rank + n :]


def selective_scan(x, delta, a, b, c, skip, h0=None):
    batch, length, channels = x.shape
    h = torch.zeros(batch, channels, a.size(1)) if h0 is None else h0
    ys = torch.zeros(batch, length, channels)
    states = []
    with torch.no_grad():
        for t in range(length):
            decay = torch.exp(delta[:, t].unsqueeze(-1) * a)
            h = decay * h + (delta[:, t] * x[:, t]).unsqueeze(-1) * b[:, t].unsqueeze(1)
            states.append(h)
    ys = (torch.stack(states, dim=1) * c.unsqueeze(2)).sum(-1)
    return ys + skip * x, h
