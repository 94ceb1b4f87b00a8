# needs: torch
"""torch's bidirectional layer over a packed batch."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def reverse_padded(x, lengths):
    order = [[*range(n - 1, -1, -1), *range(n, x.shape[1])] for n in lengths.tolist()]
    index = torch.tensor(order)[:, :, None].expand_as(x)
    return x.gather(1, index)


def bidirectional_rnn(x, lengths, forward_weights, backward_weights):
    units = len(forward_weights[2])
    layer = torch.nn.RNN(x.shape[2], units, batch_first=True, bidirectional=True)
    zeros = torch.zeros(units)
    with torch.no_grad():
        for own, value in zip(layer.parameters(), (*forward_weights, zeros, *backward_weights, zeros), strict=True):
            own.copy_(value)
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        outputs, final = layer(packed)
        padded, _ = pad_packed_sequence(outputs, batch_first=True, total_length=x.shape[1])
    return padded, torch.cat([final[0], final[1]], dim=1)
