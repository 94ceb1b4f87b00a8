"""The real vectors are taken row after row, as indexing with a mask gives them: data goes step by step, with the vectors of all
running rows side by side.

caught by: test_data_goes_step_by_step
"""

import torch


def pack(padded, lengths):
    order = torch.sort(lengths, descending=True, stable=True).indices
    x = padded[order]
    lens = lengths[order]
    mask = torch.arange(padded.size(1)).unsqueeze(0) < lens.unsqueeze(1)
    batch_sizes = mask[:, : int(lens[0])].sum(0)
    return x[mask], batch_sizes, order


def unpack(data, batch_sizes, order, padding_value=0.0):
    B, T = len(order), len(batch_sizes)
    lens = torch.tensor([int((batch_sizes > i).sum()) for i in range(B)])
    out = torch.full((B, T, data.size(1)), padding_value)
    mask = torch.arange(T).unsqueeze(0) < lens.unsqueeze(1)
    out[mask] = data
    inverse = torch.argsort(order)
    return out[inverse], lens[inverse]


def masked_mean(padded, lengths):
    mask = torch.arange(padded.size(1))[None, :] < lengths[:, None]
    padded = padded.masked_fill(~mask[..., None], 0.0)
    return padded.sum(1) / lengths[:, None]
