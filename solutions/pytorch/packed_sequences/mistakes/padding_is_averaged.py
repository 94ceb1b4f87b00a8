"""The sum without the padding is divided by T, or the plain mean is taken: a short row's mean shrinks with the padding behind it.
Divide by the row's own length.

caught by: test_the_mean_leaves_the_padding_out
"""

import torch


def pack(padded, lengths):
    order = torch.argsort(lengths, descending=True, stable=True)
    padded, lengths = padded[order], lengths[order]
    data, batch_sizes = [], []
    for t in range(int(lengths[0])):
        n = int((lengths > t).sum())
        data.append(padded[:n, t])
        batch_sizes.append(n)
    return torch.cat(data), torch.tensor(batch_sizes), order


def unpack(data, batch_sizes, order, padding_value=0.0):
    B, T = len(order), len(batch_sizes)
    out = torch.full((B, T, data.shape[1]), padding_value)
    lengths = torch.zeros(B, dtype=torch.long)
    start = 0
    for t, n in enumerate(batch_sizes.tolist()):
        out[order[:n], t] = data[start : start + n]
        lengths[order[:n]] += 1
        start += n
    return out, lengths


def masked_mean(padded, lengths):
    mask = (torch.arange(padded.shape[1])[None] < lengths[:, None]).unsqueeze(-1)
    return torch.where(mask, padded, torch.zeros_like(padded)).mean(dim=1)
