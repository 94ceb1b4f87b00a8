"""NF4 with double quantization.

The distance to all sixteen levels at once is an array of one more axis; an argmin over it needs no thresholds.
"""

import torch
from torch.special import ndtri


def nf4_levels():
    delta = (1 / 32 + 1 / 30) / 2
    below = ndtri(torch.linspace(delta, 0.5, 8, dtype=torch.float64))[:-1]
    above = ndtri(torch.linspace(0.5, 1 - delta, 9, dtype=torch.float64))[1:]
    levels = torch.cat([below, torch.zeros(1), above])
    return (levels / levels.max()).float()


def quantize_nf4(weights, block_size):
    if block_size % 2 or weights.numel() % block_size:
        raise ValueError(f"blocks of {block_size} don't divide {weights.numel()} weights into pairs")
    blocks = weights.reshape(-1, block_size)
    absmax = blocks.abs().amax(dim=1)
    scaled = blocks / torch.where(absmax > 0, absmax, 1.0)[:, None]
    index = (scaled[..., None] - nf4_levels()).abs().argmin(dim=-1).flatten()
    return (index[::2] << 4 | index[1::2]).to(torch.uint8), absmax


def dequantize_nf4(packed, absmax):
    index = torch.stack([packed >> 4, packed & 15], dim=1).long()
    return (nf4_levels()[index].reshape(len(absmax), -1) * absmax[:, None]).flatten()


def quantize_scales(absmax, group_size):
    mean = absmax.mean()
    groups = (absmax - mean).reshape(-1, group_size)
    largest = groups.abs().amax(dim=1)
    s = torch.where(largest > 0, largest, 127.0) / 127
    return (groups / s[:, None]).round().to(torch.int8).flatten(), s, mean


def dequantize_scales(q, s, mean):
    return (q.reshape(len(s), -1) * s[:, None]).flatten() + mean
