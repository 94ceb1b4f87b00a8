"""Sparse autoencoder: relu and top-k, sums over features and a mean over rows, tangents of unit columns.

Why it works: with unit columns, f_i is the length of what feature i adds to x, so no scale dodges the penalty. The
gradient's part along a column would only change its length, which is set back to 1 anyway.
"""

import torch


def encode(x, w_enc, b_enc, b_dec, k=None):
    f = torch.relu((x - b_dec) @ w_enc.T + b_enc)
    if k is None:
        return f
    values, index = f.topk(k, dim=-1)
    return torch.zeros_like(f).scatter(-1, index, values)


def sae_loss(x, f, w_dec, b_dec, l1):
    error = x - (f @ w_dec.T + b_dec)
    return (error**2).sum(dim=1).mean() + l1 * f.sum(dim=1).mean()


def unit_columns(w_dec, gradient):
    unit = w_dec / w_dec.norm(dim=0)
    return unit, gradient - (gradient * unit).sum(dim=0) * unit


def report(x, reconstruction, f):
    explained = 1 - ((x - reconstruction) ** 2).sum() / ((x - x.mean(dim=0)) ** 2).sum()
    active = f > 0
    return explained.item(), active.sum(dim=1).double().mean().item(), ~active.any(dim=0)
