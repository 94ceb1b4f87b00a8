"""The backward network runs over all positions from the end, with its state held at zero until the row begins."""

import torch


def reverse_padded(x, lengths):
    result = x.clone()
    for row, n in zip(result, lengths.tolist(), strict=True):
        row[:n] = torch.flip(row[:n], dims=(0,))
    return result


def bidirectional_rnn(x, lengths, forward_weights, backward_weights):
    batch, steps, _ = x.shape
    mask = (torch.arange(steps).expand(batch, steps) < lengths.unsqueeze(1)).to(x.dtype).unsqueeze(-1)

    def direction(positions, w_x, w_h, b):
        h = torch.zeros(batch, len(b))
        states = torch.zeros(batch, steps, len(b))
        for t in positions:
            new = torch.tanh(torch.nn.functional.linear(x[:, t], w_x, b) + torch.mm(h, w_h.t()))
            h = mask[:, t] * new + (1 - mask[:, t]) * h
            states[:, t] = h
        return states, h

    ahead, ahead_final = direction(range(steps), *forward_weights)
    back, back_final = direction(reversed(range(steps)), *backward_weights)
    return torch.cat((ahead, back), 2) * mask, torch.cat((ahead_final, back_final), 1)
