"""A decoder loop that reads targets or its own tokens.

Why it works: whatever was read, the logits of position t are compared with the target of position t. So the choice
moves only the inputs from those of the data to those that the model will meet when it runs alone.
"""

import math

import torch


def decode_for_training(step, state, targets, start, probability, generator):
    batch, steps = targets.shape
    tokens = torch.full((batch,), start)
    outputs = []
    for t in range(steps):
        logits, state = step(tokens, state)
        outputs.append(logits)
        forced = torch.rand(batch, generator=generator) < probability
        tokens = torch.where(forced, targets[:, t], logits.argmax(dim=-1))
    return torch.stack(outputs, dim=1)


def teacher_probability(schedule, i, k):
    if schedule == "exponential":
        return k**i
    if schedule == "inverse_sigmoid":
        vanishing = math.exp(-i / k)
        return k * vanishing / (k * vanishing + 1)
    raise ValueError(f"no schedule is called {schedule!r}")
