"""Python lists of rows; each vector is put to its place by hand."""

import torch


def pack(padded, lengths):
    counts = lengths.tolist()
    order = sorted(range(len(counts)), key=counts.__getitem__, reverse=True)
    sizes = [sum(n > t for n in counts) for t in range(max(counts))]
    data = torch.cat([padded[order[:n], t] for t, n in enumerate(sizes)])
    return data, torch.tensor(sizes), torch.tensor(order)


def unpack(data, batch_sizes, order, padding_value=0.0):
    rows = [[] for _ in order]
    vectors = iter(data)
    for n in batch_sizes.tolist():
        for row in order[:n].tolist():
            rows[row].append(next(vectors))
    padded = torch.full((len(rows), len(batch_sizes), data.shape[-1]), padding_value, dtype=data.dtype)
    for i, row in enumerate(rows):
        padded[i, : len(row)] = torch.stack(row)
    return padded, torch.tensor([len(row) for row in rows])


def masked_mean(padded, lengths):
    return torch.stack([torch.mean(row[:n], dim=0) for row, n in zip(padded, lengths, strict=True)])
