"""The rows are packed in the order in which they came: the running rows of a step are then not the first ones, and batch_sizes
can't say which they are.

caught by: test_the_longest_row_comes_first
"""

import torch


def pack(padded, lengths):
    steps = []
    batch_sizes = []
    for t in range(int(lengths.max())):
        alive = lengths > t
        steps.append(padded[alive, t])
        batch_sizes.append(int(alive.sum()))
    return torch.cat(steps, dim=0), torch.tensor(batch_sizes), torch.arange(len(lengths))


def unpack(data, batch_sizes, order, padding_value=0.0):
    out = torch.full((len(order), len(batch_sizes), data.size(-1)), padding_value)
    lengths = torch.zeros(len(order), dtype=torch.int64)
    offset = 0
    for t, n in enumerate(batch_sizes):
        rows = order[: int(n)]
        out[rows, t] = data[offset : offset + int(n)]
        lengths[rows] = t + 1
        offset += int(n)
    return out, lengths


def masked_mean(padded, lengths):
    means = []
    for row, n in zip(padded, lengths):
        means.append(row[: int(n)].mean(dim=0))
    return torch.stack(means)
