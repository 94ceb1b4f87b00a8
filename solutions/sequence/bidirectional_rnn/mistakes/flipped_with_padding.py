"""The batch is flipped along time as it is, so that short rows begin with their padding and the backward network starts on
that. Each row is reversed within its own length.

caught by: test_the_padding_is_not_read
"""

import torch


def reverse_padded(x, lengths):
    return torch.flip(x, dims=[1])


def bidirectional_rnn(x, lengths, forward_weights, backward_weights):
    fwd = run_rnn(x, *forward_weights)
    bwd = torch.flip(run_rnn(torch.flip(x, dims=[1]), *backward_weights), dims=[1])
    out = torch.cat([fwd, bwd], dim=-1)
    mask = torch.arange(x.size(1))[None, :] < lengths[:, None]
    out = out * mask.unsqueeze(-1)
    idx = torch.arange(x.size(0))
    final = torch.cat([fwd[idx, lengths - 1], bwd[:, 0]], dim=-1)
    return out, final
