"""The error is a mean over all N * D entries: it is summed over the D entries of a row and averaged over the rows, or the penalty
weighs D times as much against it.

caught by: test_the_error_of_the_reconstruction
"""

import torch
import torch.nn.functional as F


def encode(x, w_enc, b_enc, b_dec, k=None):
    f = torch.relu(F.linear(x - b_dec, w_enc, b_enc))
    if k is not None:
        values, indices = torch.topk(f, k, dim=-1)
        sparse = torch.zeros_like(f)
        f = sparse.scatter(-1, indices, values)
    return f


def sae_loss(x, f, w_dec, b_dec, l1):
    recon = F.linear(f, w_dec, b_dec)
    return F.mse_loss(recon, x) + l1 * f.abs().sum(dim=-1).mean()


def unit_columns(w_dec, gradient):
    unit = F.normalize(w_dec, dim=0)
    return unit, gradient - (gradient * unit).sum(0, keepdim=True) * unit


def report(x, reconstruction, f):
    explained = 1 - ((x - reconstruction) ** 2).sum() / ((x - x.mean(0)) ** 2).sum()
    return float(explained), float((f > 0).sum(-1).float().mean()), ~(f > 0).any(0)
