"""A training loop in which each step has its reason.

Why it works: `backward` adds to what `.grad` holds, so gradients are cleared before it; clipping changes gradients, so
it stands between `backward` and `step`; a schedule that counts epochs is stepped by epochs. Everything that lasts is in
the model, the optimizer and the scheduler, so calling the loop again simply continues.
"""

import torch
from torch import nn


@torch.inference_mode()
def evaluate(model, loss_fn, batches):
    was_training = model.training
    model.eval()
    total, n_samples = 0.0, 0
    for inputs, targets in batches:
        total += loss_fn(model(inputs), targets).item() * len(inputs)
        n_samples += len(inputs)
    model.train(was_training)
    return total / n_samples


def training_loop(model, loss_fn, optimizer, train_batches, valid_batches, n_epochs, scheduler=None, max_norm=None):
    curves = {"train": [], "valid": []}
    for _ in range(n_epochs):
        model.train()
        total, n_samples = 0.0, 0
        for inputs, targets in train_batches:
            optimizer.zero_grad()
            loss = loss_fn(model(inputs), targets)
            loss.backward()
            if max_norm is not None:
                nn.utils.clip_grad_norm_(model.parameters(), max_norm)
            optimizer.step()
            # item() takes the number out of its graph: a list of losses with graphs would keep them all alive.
            total += loss.item() * len(inputs)
            n_samples += len(inputs)
        if scheduler is not None:
            scheduler.step()
        curves["train"].append(total / n_samples)
        curves["valid"].append(evaluate(model, loss_fn, valid_batches))
    model.eval()
    return curves
