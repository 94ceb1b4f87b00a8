"""The levels are sixteen evenly spaced quantiles from one end to the other: 0 isn't among them. QLoRA takes seven below 0, 0 and
eight above.

caught by: test_the_sixteen_levels
"""

import torch


def nf4_levels():
    delta = (1 / 32 + 1 / 30) / 2
    p = torch.linspace(delta, 1 - delta, 16, dtype=torch.float64)
    levels = torch.erfinv(2 * p - 1)
    return (levels / levels.abs().max()).float()


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
    return (q.view(s.numel(), -1).float() * s.unsqueeze(1)).flatten() + mean
