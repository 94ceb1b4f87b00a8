"""The encoder reads x as it is: the constant part b_dec, which the decoder adds again, has to be subtracted first.

caught by: test_the_features
"""

import torch
import torch.nn.functional as F


def encode(x, w_enc, b_enc, b_dec, k=None):
    f = F.relu(x @ w_enc.T + b_enc)
    if k is not None:
        top = torch.topk(f, k, dim=-1)
        f = torch.zeros_like(f).scatter_(-1, top.indices, top.values)
    return f


def sae_loss(x, f, w_dec, b_dec, l1):
    recon = f @ w_dec.T + b_dec
    return ((recon - x) ** 2).sum(-1).mean() + l1 * f.abs().sum(-1).mean()


def unit_columns(w_dec, gradient):
    unit = w_dec / w_dec.norm(dim=0, keepdim=True)
    parallel = (gradient * unit).sum(dim=0, keepdim=True) * unit
    return unit, gradient - parallel


def report(x, reconstruction, f):
    explained = 1 - (x - reconstruction).pow(2).sum() / (x - x.mean(0)).pow(2).sum()
    return explained.item(), (f > 0).float().sum(-1).mean().item(), (f > 0).sum(0) == 0
