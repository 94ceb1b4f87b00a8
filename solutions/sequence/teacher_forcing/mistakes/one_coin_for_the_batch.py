"""A coin is tossed for each position, but one for all rows of the batch: each row has its own.

caught by: test_a_coin_for_every_row_and_position
"""

import math

import torch


def decode_for_training(step, state, targets, start, probability, generator):
    batch_size, max_len = targets.shape
    tokens = torch.full((batch_size,), start, dtype=torch.int64)
    logits_list = []
    for t in range(max_len):
        out, state = step(tokens, state)
        logits_list.append(out.unsqueeze(1))
        teacher_force = torch.rand(1, generator=generator) < probability
        top1 = out.argmax(1)
        tokens = targets[:, t] if teacher_force else top1
    return torch.cat(logits_list, dim=1)


def teacher_probability(schedule, i, k):
    if schedule not in ("exponential", "inverse_sigmoid"):
        raise ValueError("unknown schedule")
    if schedule == "exponential":
        return k**i
    x = i / k
    return 0.0 if x > 500 else k / (k + math.exp(x))
