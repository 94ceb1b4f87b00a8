"""The form in most libraries: x cos + partner sin, where the partner of a is -b and the partner of b is a."""

import torch


def rotary_tables(n_positions, d_head, base=10_000.0, dtype=torch.float32):
    if d_head & 1:
        raise ValueError("d_head is odd")
    table = torch.empty(2, n_positions, d_head // 2, dtype=torch.float64)
    for i in range(d_head // 2):
        angle = torch.arange(n_positions).double() / base ** (2 * i / d_head)
        table[0, :, i], table[1, :, i] = angle.cos(), angle.sin()
    return table[0].to(dtype), table[1].to(dtype)


def apply_rotary(x, cos, sin, offset=0, halves=False):
    n, width = x.shape[2:]
    first = torch.as_tensor(offset).reshape(-1, 1)
    if (first < 0).any() or (first + n > len(cos)).any():
        raise ValueError("the tables don't reach there")
    rows = first + torch.arange(n)
    if halves:
        cos, sin = torch.cat([cos, cos], dim=-1), torch.cat([sin, sin], dim=-1)
        partner = torch.cat([-x[..., width // 2 :], x[..., : width // 2]], dim=-1)
    else:
        cos, sin = cos.repeat_interleave(2, dim=-1), sin.repeat_interleave(2, dim=-1)
        partner = torch.empty_like(x)
        partner[..., ::2] = -x[..., 1::2]
        partner[..., 1::2] = x[..., ::2]
    return (x * cos[rows].unsqueeze(1) + partner * sin[rows].unsqueeze(1)).type_as(x)


def pairs_to_halves(weight, n_heads):
    rows = weight.shape[0]
    pairs = weight.reshape(n_heads, rows // n_heads // 2, 2, *weight.shape[1:])
    return pairs.transpose(1, 2).reshape(weight.shape)
