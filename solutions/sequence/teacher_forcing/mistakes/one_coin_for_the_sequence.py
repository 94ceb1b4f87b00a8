"""One coin is tossed for the whole call, as many tutorials do: every row and position has a coin of its own.

caught by: test_a_coin_for_every_row_and_position
"""

import math

import torch


def decode_for_training(step, state, targets, start, probability, generator):
    B, T = targets.shape
    use_teacher_forcing = torch.rand(1, generator=generator).item() < probability
    decoder_input = torch.full((B,), start, dtype=torch.long)
    outputs = []
    for t in range(T):
        logits, state = step(decoder_input, state)
        outputs.append(logits)
        if use_teacher_forcing:
            decoder_input = targets[:, t]
        else:
            decoder_input = logits.argmax(dim=1).detach()
    return torch.stack(outputs, dim=1)


def teacher_probability(schedule, i, k):
    if schedule == "exponential":
        return k**i
    elif schedule == "inverse_sigmoid":
        try:
            return k / (k + math.exp(i / k))
        except OverflowError:
            return 0.0
    else:
        raise ValueError(schedule)
