"""An output has H entries, as if the states of both directions were added: they are joined, 2H entries for each position.

caught by: test_both_networks_without_padding
"""

import torch


def reverse_padded(x, lengths):
    out = x.clone()
    for i in range(x.shape[0]):
        n = int(lengths[i])
        out[i, :n] = x[i, :n].flip(0)
    return out


def bidirectional_rnn(x, lengths, forward_weights, backward_weights):
    h_f = run_rnn(x, *forward_weights)
    h_b = reverse_padded(run_rnn(reverse_padded(x, lengths), *backward_weights), lengths)
    mask = torch.arange(x.shape[1]).unsqueeze(0) < lengths.unsqueeze(1)
    outputs = (h_f + h_b) * mask.unsqueeze(2)
    i = torch.arange(x.shape[0])
    return outputs, h_f[i, lengths - 1] + h_b[:, 0]
