"""At position t the target of position t itself is read, which the logits are to predict: the model only learns to copy. Targets
are read one position late, after start.

caught by: test_teacher_forcing_reads_the_targets
"""

import math

import torch


def decode_for_training(step, state, targets, start, probability, generator):
    B, T = targets.shape
    prev = torch.full((B,), start, dtype=torch.long)
    outputs = []
    for t in range(T):
        teacher = torch.rand(B, generator=generator) < probability
        inp = torch.where(teacher, targets[:, t], prev)
        logits, state = step(inp, state)
        prev = logits.argmax(dim=-1)
        outputs.append(logits)
    return torch.stack(outputs, 1)


def teacher_probability(schedule, i, k):
    if schedule == "exponential":
        return k**i
    if schedule == "inverse_sigmoid":
        return k / (k + math.exp(min(i / k, 700)))
    raise ValueError("schedule must be exponential or inverse_sigmoid")
