"""The well-known rotate_half is used for both layouts: it pairs features i and i + F / 2, but by default the neighbours
2i and 2i + 1 are a pair.

caught by: test_pairs_are_turned_by_their_angles
"""

import torch


def rotary_tables(n_positions, d_head, base=10_000.0, dtype=torch.float32):
    if d_head % 2 != 0:
        raise ValueError("the number of features must be even")
    inv_freq = 1.0 / base ** (torch.arange(0, d_head, 2, dtype=torch.float64) / d_head)
    angles = torch.outer(torch.arange(n_positions, dtype=torch.float64), inv_freq)
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
    cos, sin = torch.cat((cos, cos), dim=-1), torch.cat((sin, sin), dim=-1)
    return (x * cos + rotate_half(x) * sin).to(x.dtype)


def rotate_half(x):
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), dim=-1)


def pairs_to_halves(weight, n_heads):
    d_head = weight.shape[0] // n_heads
    order = torch.cat([torch.arange(0, d_head, 2), torch.arange(1, d_head, 2)])
    return weight.reshape(n_heads, d_head, *weight.shape[1:])[:, order].reshape(weight.shape)
