"""The scales come back by a product that stays in int8, where it wraps or is cut: the integers are made floats first.

caught by: test_the_scales_come_back
"""

import torch


def nf4_levels():
    delta = 0.5 * (1 / 32 + 1 / 30)
    pos = torch.erfinv(2 * torch.linspace(0.5, 1 - delta, 9, dtype=torch.float64)[1:] - 1)
    neg = torch.erfinv(2 * torch.linspace(delta, 0.5, 8, dtype=torch.float64)[:-1] - 1)
    levels = torch.cat([neg, torch.zeros(1, dtype=torch.float64), pos])
    return (levels / levels.max()).float()


def quantize_nf4(weights, block_size):
    flat = weights.flatten()
    if flat.numel() % block_size != 0 or block_size % 2 != 0:
        raise ValueError("bad block size")
    blocks = flat.view(-1, block_size)
    absmax = blocks.abs().max(dim=1).values
    scale = absmax.clone()
    scale[scale == 0] = 1.0
    normed = blocks / scale.unsqueeze(1)
    idx = torch.argmin((normed.unsqueeze(-1) - nf4_levels()).abs(), dim=-1).flatten()
    packed = (idx[0::2] << 4) | idx[1::2]
    return packed.to(torch.uint8), absmax


def dequantize_nf4(packed, absmax):
    high = (packed >> 4).long()
    low = (packed & 0xF).long()
    idx = torch.stack([high, low], dim=-1).flatten()
    values = nf4_levels()[idx].view(absmax.numel(), -1)
    return (values * absmax.unsqueeze(1)).flatten()


def quantize_scales(absmax, group_size):
    mean = absmax.mean()
    centered = (absmax - mean).view(-1, group_size)
    s = centered.abs().max(dim=1).values / 127
    s[s == 0] = 1.0
    q = torch.round(centered / s.unsqueeze(1)).clamp(-127, 127).to(torch.int8)
    return q.flatten(), s, mean


def dequantize_scales(q, s, mean):
    groups = q.view(s.numel(), -1).clone()
    groups *= s.unsqueeze(1).to(torch.int8)
    return groups.flatten() + mean
