"""All coins are tossed before the loop, as a Bernoulli matrix; NumPy's logarithms make the schedule."""

import numpy as np
import torch


def decode_for_training(step, state, targets, start, probability, generator):
    coins = torch.bernoulli(torch.full(targets.shape, float(probability)), generator=generator).bool()
    inputs = torch.empty_like(targets)
    inputs[:, 0] = start
    rows = None
    for t in range(targets.size(1)):
        logits, state = step(inputs[:, t].clone(), state)
        if rows is None:
            rows = logits.new_empty(*targets.shape, logits.size(-1))
        rows[:, t] = logits
        if t + 1 < targets.size(1):
            _, best = logits.max(dim=-1)
            inputs[:, t + 1] = targets[:, t] * coins[:, t] + best * ~coins[:, t]
    return rows


def teacher_probability(schedule, i, k):
    match schedule:
        case "exponential":
            return float(np.exp(i * np.log(k)))
        case "inverse_sigmoid":
            return float(np.exp(-np.logaddexp(0.0, i / k - np.log(k))))
    raise ValueError("schedule")
