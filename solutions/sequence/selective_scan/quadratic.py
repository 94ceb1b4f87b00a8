"""As a masked matrix of T x T for each channel and entry, the dual form: row t holds how much of each input is left."""

import torch


def selective_parameters(x, w_x, w_dt, b_dt):
    n = (len(w_x) - w_dt.size(1)) // 2
    b, c = x @ w_x[-2 * n : -n].T, x @ w_x[-n:].T
    r = x @ w_x[: -2 * n].T
    return torch.nn.Softplus()(r @ w_dt.mT + b_dt), b, c


def selective_scan(x, delta, a, b, c, skip, h0=None):
    time = delta.cumsum(dim=1)
    later = torch.ones(x.shape[1], x.shape[1]).tril().bool()[:, :, None, None]
    age = (time.unsqueeze(2) - time.unsqueeze(1)).relu()
    weights = torch.exp(age.unsqueeze(-1) * a) * later
    h = torch.einsum("btsdn,bsn,bsd->btdn", weights, b, delta * x)
    if h0 is not None:
        h = h + torch.exp(time[..., None] * a) * h0[:, None]
    return (h * c[:, :, None]).sum(-1) + skip * x, h[:, -1]
