"""A pair is a complex number, and turning it is one multiplication, as in Llama's original code."""

import numpy as np
import torch


def rotary_tables(n_positions, d_head, base=10_000.0, dtype=torch.float32):
    if d_head % 2 == 1:
        raise ValueError("an odd number of features")
    angles = np.outer(np.arange(n_positions), np.power(float(base), -2 * np.arange(d_head // 2) / d_head))
    turns = torch.from_numpy(np.exp(1j * angles))
    return turns.real.to(dtype), turns.imag.to(dtype)


def apply_rotary(x, cos, sin, offset=0, halves=False):
    batch, n_heads, n, width = x.shape
    offsets = offset.tolist() if isinstance(offset, torch.Tensor) else [offset] * batch
    if min(offsets) < 0 or max(offsets) + n > cos.shape[0]:
        raise ValueError("a position without angles")
    turns = torch.complex(cos, sin)
    own = torch.stack([turns[first : first + n] for first in offsets]).unsqueeze(1)
    pairs = x.reshape(batch, n_heads, n, 2, width // 2).transpose(-1, -2) if halves else x.unflatten(-1, (-1, 2))
    out = torch.view_as_real(torch.complex(pairs[..., 0], pairs[..., 1]) * own)
    if halves:
        out = out.transpose(-1, -2)
    return out.reshape(x.shape).to(x.dtype)


def pairs_to_halves(weight, n_heads):
    width = weight.shape[0] // n_heads
    return torch.cat([part[[*range(0, width, 2), *range(1, width, 2)]] for part in weight.split(width)])
