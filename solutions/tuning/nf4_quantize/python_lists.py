"""Python's own normal distribution, one weight after the other."""

from statistics import NormalDist

import torch


def levels():
    delta = (1 / 32 + 1 / 30) / 2
    quantile = NormalDist().inv_cdf
    step = 0.5 - delta
    values = [quantile(delta + i * step / 7) for i in range(7)] + [0.0]
    values += [quantile(0.5 + j * step / 8) for j in range(1, 9)]
    return [value / values[-1] for value in values]


def nf4_levels():
    return torch.tensor(levels(), dtype=torch.float32)


def quantize_nf4(weights, block_size):
    flat = weights.reshape(-1).tolist()
    if len(flat) % block_size != 0 or block_size & 1:
        raise ValueError("blocks must be even and divide the weights")
    table, packed, scales = levels(), bytearray(), []
    for start in range(0, len(flat), block_size):
        block = flat[start : start + block_size]
        top = max(map(abs, block))
        scales.append(top)
        index = [min(range(16), key=lambda i, w=w, top=top: abs(w / (top or 1.0) - table[i])) for w in block]
        packed += bytes(16 * a + b for a, b in zip(index[::2], index[1::2], strict=True))
    return torch.tensor(list(packed), dtype=torch.uint8), torch.tensor(scales)


def dequantize_nf4(packed, absmax):
    table = levels()
    values = [table[i] for byte in packed.tolist() for i in divmod(byte, 16)]
    size = len(values) // len(absmax)
    return torch.tensor([value * float(absmax[i // size]) for i, value in enumerate(values)])


def quantize_scales(absmax, group_size):
    mean = absmax.double().mean()
    groups = (absmax.double() - mean).view(-1, group_size)
    s = groups.abs().max(dim=1, keepdim=True).values / 127
    s[s == 0] = 1.0
    return torch.round(groups / s).to(torch.int8).view(-1), s.view(-1).float(), mean.float()


def dequantize_scales(q, s, mean):
    return (torch.einsum("gi,g->gi", q.view(len(s), -1).float(), s) + mean).view(-1)
