"""Gradient accumulation with one denominator for the whole group.

Why it works: the loss of the full batch is a sum over its targets divided by N, and the gradient of a sum is the sum of
the gradients. backward() adds to .grad, so each micro-batch may contribute its share and drop its graph. Only N has to
be known beforehand, and for that the targets are enough.
"""

from itertools import islice

import torch
import torch.nn.functional as F

PADDING = -100


def accumulated_step(model, optimizer, micro_batches, max_norm=None):
    n_real = sum(int((targets != PADDING).sum()) for _, targets in micro_batches)
    if n_real == 0:
        return 0.0
    optimizer.zero_grad()
    total = 0.0
    for inputs, targets in micro_batches:
        logits = model(inputs)
        # A sum, not a mean: only the whole group knows what to divide by.
        loss = F.cross_entropy(logits.flatten(0, -2), targets.flatten(), ignore_index=PADDING, reduction="sum")
        loss = loss / n_real
        loss.backward()
        total += loss.item()
    if max_norm is not None:
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return total


def accumulated_epoch(model, optimizer, batches, n_accumulate, max_norm=None):
    if n_accumulate < 1:
        raise ValueError(f"a step needs at least one batch, not {n_accumulate}")
    losses, stream = [], iter(batches)
    while group := list(islice(stream, n_accumulate)):
        losses.append(accumulated_step(model, optimizer, group, max_norm))
    return losses
