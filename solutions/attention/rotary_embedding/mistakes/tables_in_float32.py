"""The tables are made in float32, as in most code for models: at far positions p w_i has lost the digits behind the point, and
the angle is wrong by hundredths of a radian. Angles are computed in float64 and the tables rounded at the end.

caught by: test_tables_are_exact_at_far_positions
"""

import torch


def rotary_tables(n_positions, d_head, base=10_000.0, dtype=torch.float32):
    if d_head % 2 != 0:
        raise ValueError("the number of features must be even")
    inv_freq = 1.0 / base ** (torch.arange(0, d_head, 2, dtype=torch.float32) / d_head)
    angles = torch.outer(torch.arange(n_positions, dtype=torch.float32), inv_freq)
    return torch.cos(angles).to(dtype), torch.sin(angles).to(dtype)


def apply_rotary(x, cos, sin, offset=0, halves=False):
    n_tokens = x.shape[2]
    if torch.is_tensor(offset) and offset.dim() == 1:
        positions = offset[:, None] + torch.arange(n_tokens)
    else:
        positions = (int(offset) + torch.arange(n_tokens))[None]
    if (positions < 0).any() or (positions >= cos.shape[0]).any():
        raise ValueError("a position lies outside the tables")
    cos, sin = cos[positions].unsqueeze(1), sin[positions].unsqueeze(1)
    if halves:
        cos, sin = torch.cat((cos, cos), dim=-1), torch.cat((sin, sin), dim=-1)
        return (x * cos + rotate_half(x) * sin).to(x.dtype)
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).reshape(x.shape).to(x.dtype)


def rotate_half(x):
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), dim=-1)


def pairs_to_halves(weight, n_heads):
    d_head = weight.shape[0] // n_heads
    order = torch.cat([torch.arange(0, d_head, 2), torch.arange(1, d_head, 2)])
    return weight.reshape(n_heads, d_head, *weight.shape[1:])[:, order].reshape(weight.shape)
