"""The tables are sliced without a look at their length: a slice beyond the end is shorter and fails somewhere else, or,
for a single token, gives nothing at all. Positions outside the tables raise a ValueError.

caught by: test_positions_outside_the_tables_are_refused
"""

import torch


def rotary_tables(n_positions, d_head, base=10_000.0, dtype=torch.float32):
    if d_head % 2 != 0:
        raise ValueError("d_head must be even")
    inv_freq = 1.0 / base ** (torch.arange(0, d_head, 2, dtype=torch.float64) / d_head)
    angles = torch.outer(torch.arange(n_positions, dtype=torch.float64), inv_freq)
    return angles.cos().to(dtype), angles.sin().to(dtype)


def apply_rotary(x, cos, sin, offset=0, halves=False):
    n = x.shape[2]
    if isinstance(offset, torch.Tensor):
        cos = torch.stack([cos[o : o + n] for o in offset.tolist()])[:, None]
        sin = torch.stack([sin[o : o + n] for o in offset.tolist()])[:, None]
    else:
        cos, sin = cos[offset : offset + n], sin[offset : offset + n]
    if halves:
        x1, x2 = x.chunk(2, dim=-1)
        out = torch.cat([x1 * cos - x2 * sin, x1 * sin + x2 * cos], dim=-1)
    else:
        x1, x2 = x[..., 0::2], x[..., 1::2]
        out = torch.stack([x1 * cos - x2 * sin, x1 * sin + x2 * cos], dim=-1).flatten(-2)
    return out.to(x.dtype)


def pairs_to_halves(weight, n_heads):
    heads = weight.view(n_heads, -1, 2, *weight.shape[1:])
    return heads.transpose(1, 2).reshape(weight.shape)
