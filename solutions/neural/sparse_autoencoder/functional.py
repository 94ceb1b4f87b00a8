"""torch's own functions: linear, normalize, a mask for top-k."""

import torch
import torch.nn.functional as F


def encode(x, w_enc, b_enc, b_dec, k=None):
    f = F.linear(x - b_dec, w_enc, b_enc).relu()
    if k is not None:
        mask = torch.zeros_like(f, dtype=torch.bool).scatter(-1, torch.argsort(f, dim=-1, descending=True)[:, :k], True)
        f = f.masked_fill(~mask, 0.0)
    return f


def sae_loss(x, f, w_dec, b_dec, l1):
    mse = F.mse_loss(F.linear(f, w_dec, b_dec), x, reduction="sum")
    return (mse + l1 * f.norm(p=1)) / x.shape[0]


def unit_columns(w_dec, gradient):
    unit = F.normalize(w_dec, dim=0)
    return unit, gradient - unit * torch.einsum("df,df->f", gradient, unit)


def report(x, reconstruction, f):
    centred = x - x.mean(0, keepdim=True)
    explained = 1 - (x - reconstruction).pow(2).sum() / centred.pow(2).sum()
    return float(explained), float((f > 0).double().sum(-1).mean()), (f > 0).sum(0) == 0
