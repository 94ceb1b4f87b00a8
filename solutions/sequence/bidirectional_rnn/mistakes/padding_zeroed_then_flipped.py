"""The padding is set to zero and the batch flipped as it is: the backward network still reads the zeros first, and its bias and
its state go on through them. Each row is reversed within its own length.

caught by: test_the_padding_is_not_read
"""

import torch


def reverse_padded(x, lengths):
    out = x.clone()
    for row, n in enumerate(lengths.tolist()):
        out[row, :n] = x[row, :n].flip(0)
    return out


def bidirectional_rnn(x, lengths, forward_weights, backward_weights):
    mask = (torch.arange(x.shape[1])[None, :] < lengths[:, None]).unsqueeze(-1)
    x = x * mask
    forward = run_rnn(x, *forward_weights)
    backward = run_rnn(x.flip(1), *backward_weights).flip(1)
    outputs = torch.cat([forward, backward], dim=-1) * mask
    last = forward[torch.arange(x.shape[0]), lengths - 1]
    return outputs, torch.cat([last, backward[:, 0]], dim=-1)
