"""Rotary embedding, for both layouts.

Why it works: turning a pair by an angle is a rotation R, and R(m w)^T R(n w) = R((n - m) w): in the dot product of a
query and a key only the distance is left. The layouts differ in which features are called a and b and in nothing else,
so one function rotates for both, and a model changes from one to the other when its features are renamed.
"""

import torch


def rotary_tables(n_positions, d_head, base=10_000.0, dtype=torch.float32):
    if d_head % 2:
        raise ValueError(f"{d_head} features don't make pairs")
    positions = torch.arange(n_positions, dtype=torch.float64)
    frequencies = base ** (-torch.arange(0, d_head, 2, dtype=torch.float64) / d_head)
    angles = positions[:, None] * frequencies
    return angles.cos().to(dtype), angles.sin().to(dtype)


def apply_rotary(x, cos, sin, offset=0, halves=False):
    rows = torch.as_tensor(offset)[..., None] + torch.arange(x.shape[2])
    # An index beyond the tables would raise anyway, but a negative one would count from their end.
    if rows.min() < 0 or rows.max() >= len(cos):
        raise ValueError(f"positions {rows.min()} to {rows.max()} aren't all in tables of {len(cos)}")
    cos, sin = cos[rows], sin[rows]
    if rows.dim() == 2:
        cos, sin = cos[:, None], sin[:, None]  # (B, 1, T, F / 2): all heads of a sequence turn alike
    a, b = x.chunk(2, dim=-1) if halves else (x[..., 0::2], x[..., 1::2])
    turned = (a * cos - b * sin, a * sin + b * cos)
    out = torch.cat(turned, dim=-1) if halves else torch.stack(turned, dim=-1).flatten(-2)
    return out.to(x.dtype)


def pairs_to_halves(weight, n_heads):
    heads = weight.unflatten(0, (n_heads, -1))
    return torch.cat([heads[:, 0::2], heads[:, 1::2]], dim=1).flatten(0, 1)
