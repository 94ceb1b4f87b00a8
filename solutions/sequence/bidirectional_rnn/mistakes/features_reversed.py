"""The last axis is reversed, the features of each vector: it is time, axis 1, that runs backwards.

caught by: test_full_rows_are_reversed
"""

import torch


def reverse_padded(x, lengths):
    return x.flip(-1)


def bidirectional_rnn(x, lengths, forward_weights, backward_weights):
    forward = run_rnn(x, *forward_weights)
    backward = run_rnn(reverse_padded(x, lengths), *backward_weights)
    backward = reverse_padded(backward, lengths)
    outputs = torch.cat([forward, backward], dim=2)
    steps = torch.arange(x.shape[1]).view(1, -1, 1)
    outputs = outputs.masked_fill(steps >= lengths.view(-1, 1, 1), 0.0)
    last = (lengths - 1).view(-1, 1, 1).expand(-1, 1, forward.shape[2])
    final = torch.cat([forward.gather(1, last).squeeze(1), backward[:, 0]], dim=1)
    return outputs, final
