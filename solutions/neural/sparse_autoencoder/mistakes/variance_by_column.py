"""The explained variance is the mean of a ratio for each of the D entries, so that an entry that hardly varies counts as much as a
large one: both sums run over all entries before they are divided.

caught by: test_the_explained_variance
"""

import torch


def encode(x, w_enc, b_enc, b_dec, k=None):
    f = torch.relu((x - b_dec) @ w_enc.t() + b_enc)
    if k is None:
        return f
    mask = torch.zeros_like(f)
    mask.scatter_(1, f.topk(k, dim=1).indices, 1.0)
    return f * mask


def sae_loss(x, f, w_dec, b_dec, l1):
    x_hat = f @ w_dec.t() + b_dec
    return (x - x_hat).pow(2).sum(1).mean() + l1 * f.sum(1).mean()


def unit_columns(w_dec, gradient):
    unit = w_dec / w_dec.norm(dim=0)
    return unit, gradient - unit * (unit * gradient).sum(0)


def report(x, reconstruction, f):
    unexplained = (x - reconstruction).pow(2).mean(0) / x.var(0, unbiased=False)
    return (1 - unexplained).mean().item(), (f > 0).sum(1).double().mean().item(), (f > 0).sum(0) == 0
