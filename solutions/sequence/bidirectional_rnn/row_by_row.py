"""Every row by itself, cut to its length, so that there is no padding anywhere."""

import torch


def reverse_padded(x, lengths):
    rows = [torch.cat([row[:n].flipud(), row[n:]]) for row, n in zip(x, lengths, strict=True)]
    return torch.stack(rows)


def bidirectional_rnn(x, lengths, forward_weights, backward_weights):
    outputs, summary = [], []
    for row, n in zip(x, lengths.tolist(), strict=True):
        ahead = run_rnn(row[None, :n], *forward_weights)[0]
        back = run_rnn(row[None, :n].flip(1), *backward_weights)[0].flip(0)
        outputs.append(torch.nn.functional.pad(torch.hstack([ahead, back]), (0, 0, 0, x.shape[1] - n)))
        summary.append(torch.hstack([ahead[-1], back[0]]))
    return torch.stack(outputs), torch.stack(summary)
