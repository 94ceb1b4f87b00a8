"""The loop begins at position 1, and position 0 is left with zeros: start is read to predict the first target, too.

caught by: test_the_logits_in_their_order
"""

import math

import torch


def decode_for_training(step, state, targets, start, probability, generator):
    batch_size, T = targets.shape
    tokens = torch.full((batch_size,), start, dtype=torch.long)
    outputs = []
    for t in range(1, T):
        logits, state = step(tokens, state)
        if t == 1:
            outputs.append(torch.zeros_like(logits))
        outputs.append(logits)
        force = torch.rand(batch_size, generator=generator) < probability
        tokens = torch.where(force, targets[:, t], logits.argmax(1))
    return torch.stack(outputs, dim=1)


def teacher_probability(schedule, i, k):
    if schedule == "exponential":
        return k**i
    if schedule == "inverse_sigmoid":
        return k / (k + math.exp(min(i / k, 700.0)))
    raise ValueError(schedule)
