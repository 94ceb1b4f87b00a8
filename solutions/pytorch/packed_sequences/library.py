# needs: torch
"""torch.nn.utils.rnn, handed the rows sorted; a nested tensor for the means."""

import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence


def pack(padded, lengths):
    order = torch.sort(-lengths, stable=True).indices
    found = pack_padded_sequence(padded[order], lengths[order], batch_first=True)
    return found.data, found.batch_sizes, order


def unpack(data, batch_sizes, order, padding_value=0.0):
    inverse = torch.argsort(order)
    whole = PackedSequence(data, batch_sizes, order, inverse)
    return pad_packed_sequence(whole, batch_first=True, padding_value=padding_value)


def masked_mean(padded, lengths):
    gone = torch.arange(padded.shape[1])[None, :, None] >= lengths[:, None, None]
    return padded.masked_fill(gone, torch.nan).nanmean(dim=1)
