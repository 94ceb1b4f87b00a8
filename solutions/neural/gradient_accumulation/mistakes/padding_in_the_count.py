"""The sum of the losses is divided by the number of all targets, padding included: the more padding, the smaller the
step. N counts the real targets.

caught by: test_padding_has_no_weight
"""

import torch
import torch.nn.functional as F


def accumulated_step(model, optimizer, micro_batches, max_norm=None):
    if not any((targets != -100).any() for _, targets in micro_batches):
        return 0.0
    n_targets = sum(targets.numel() for _, targets in micro_batches)
    optimizer.zero_grad()
    total = 0.0
    for inputs, targets in micro_batches:
        logits = model(inputs)
        loss = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1), reduction="sum")
        loss = loss / n_targets
        loss.backward()
        total += loss.item()
    if max_norm is not None:
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return total


def accumulated_epoch(model, optimizer, batches, n_accumulate, max_norm=None):
    if n_accumulate < 1:
        raise ValueError("n_accumulate must be at least 1")
    losses, group = [], []
    for batch in batches:
        group.append(batch)
        if len(group) == n_accumulate:
            losses.append(accumulated_step(model, optimizer, group, max_norm))
            group = []
    if group:
        losses.append(accumulated_step(model, optimizer, group, max_norm))
    return losses
