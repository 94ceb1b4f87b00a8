"""Row by row and column by column; top-k by a threshold."""

import torch


def encode(x, w_enc, b_enc, b_dec, k=None):
    rows = []
    for row in x:
        f = torch.clamp(w_enc @ (row - b_dec) + b_enc, min=0)
        if k is not None:
            f = f * (f >= f.detach().sort(descending=True).values[k - 1])
        rows.append(f)
    return torch.stack(rows)


def sae_loss(x, f, w_dec, b_dec, l1):
    total = 0.0
    for row, features in zip(x, f, strict=True):
        error = row - b_dec - w_dec @ features
        total = total + error @ error + l1 * features.abs().sum()
    return total / len(x)


def unit_columns(w_dec, gradient):
    units, projected = [], []
    for column, g in zip(w_dec.T, gradient.T, strict=True):
        u = column / torch.sqrt(column @ column)
        units.append(u)
        projected.append(g - (u @ g) * u)
    return torch.stack(units, dim=1), torch.stack(projected, dim=1)


def report(x, reconstruction, f):
    lost = float(((x - reconstruction) ** 2).mean() / x.var(dim=0, correction=0).mean())
    return 1 - lost, float((f != 0).sum()) / len(f), f.amax(dim=0) <= 0
