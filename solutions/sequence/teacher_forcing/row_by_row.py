"""Coins and choices as Python lists; a recursion over positions."""

from math import exp

import torch


def decode_for_training(step, state, targets, start, probability, generator):
    def onward(tokens, state, t):
        logits, state = step(torch.tensor(tokens), state)
        if t == targets.shape[1] - 1:
            return [logits]
        chosen = []
        for target, row in zip(targets[:, t].tolist(), logits, strict=True):
            coin = torch.rand((), generator=generator).item()
            chosen.append(target if coin < probability else int(torch.argmax(row)))
        return [logits, *onward(chosen, state, t + 1)]

    return torch.stack(onward([start] * len(targets), state, 0)).transpose(0, 1)


def teacher_probability(schedule, i, k):
    formulas = {
        "exponential": lambda: pow(k, i),
        "inverse_sigmoid": lambda: 0.0 if i / k > 700 else k / (k + exp(i / k)),
    }
    if schedule not in formulas:
        raise ValueError(f"{schedule} is neither of {list(formulas)}")
    return formulas[schedule]()
