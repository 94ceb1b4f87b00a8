"""The paper's table, and thresholds half way between the levels that are searched by bisection."""

import torch

NF4 = (
    *(-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635),
    *(-0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725),
    *(0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0),
)


def nf4_levels():
    return torch.tensor(NF4)


def quantize_nf4(weights, block_size):
    flat = weights.flatten()
    count, rest = divmod(len(flat), block_size)
    if rest != 0 or block_size % 2 == 1:
        raise ValueError("block size")
    levels = nf4_levels()
    middles = (levels[1:] + levels[:-1]) / 2
    absmax = torch.stack([block.abs().max() for block in flat.split(block_size)])
    safe = absmax.clone()
    safe[safe == 0] = 1
    index = torch.bucketize(flat / safe.repeat_interleave(block_size), middles)
    high, low = index.view(-1, 2).unbind(1)
    assert len(absmax) == count
    return (16 * high + low).to(torch.uint8), absmax


def dequantize_nf4(packed, absmax):
    levels = nf4_levels()
    out = torch.empty(2 * len(packed))
    out[0::2] = levels[(packed // 16).int()]
    out[1::2] = levels[(packed % 16).int()]
    return out * absmax.repeat_interleave(len(out) // len(absmax))


def quantize_scales(absmax, group_size):
    mean = absmax.sum() / len(absmax)
    q, steps = [], []
    for group in (absmax - mean).split(group_size):
        step = group.abs().max() / 127
        if step == 0:
            step = torch.tensor(1.0)
        steps.append(step)
        q.append(torch.clamp(torch.round(group / step), -127, 127).to(torch.int8))
    return torch.cat(q), torch.stack(steps), mean


def dequantize_scales(q, s, mean):
    return torch.addcmul(mean, q.float(), s.repeat_interleave(len(q) // len(s)))
