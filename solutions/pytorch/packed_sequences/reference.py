"""Packing by one sort.

Why it works: with the longest rows first, those that are still running at a step are always the first ones. So one
number for each step says which they are, and data needs no padding and no marks.
"""

import torch


def running(lengths, steps):
    """Which rows have a vector at which step, shape (B, steps)."""
    return torch.arange(steps) < lengths[:, None]


def pack(padded, lengths):
    order = torch.argsort(lengths, descending=True, stable=True)
    mask = running(lengths[order], int(lengths.max())).T
    steps = padded[order].transpose(0, 1)[: len(mask)]
    return steps[mask], mask.sum(dim=1), order


def unpack(data, batch_sizes, order, padding_value=0.0):
    mask = torch.arange(len(order)) < batch_sizes[:, None]
    steps = data.new_full((*mask.shape, data.shape[1]), padding_value)
    steps[mask] = data
    padded = torch.empty_like(steps.transpose(0, 1))
    padded[order] = steps.transpose(0, 1)
    lengths = torch.empty_like(order)
    lengths[order] = mask.sum(dim=0)
    return padded, lengths


def masked_mean(padded, lengths):
    mask = running(lengths, padded.shape[1])[:, :, None]
    return torch.where(mask, padded, 0).sum(dim=1) / lengths[:, None]
