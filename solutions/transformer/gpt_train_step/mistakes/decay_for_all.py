"""Biases are pulled towards 0 by weight decay, as they are in one group for all parameters: what has one axis, biases
and the gains of norms, doesn't decay.

caught by: test_the_matrices_decay_and_nothing_else
"""

import math

import torch
import torch.nn.functional as F


def make_optimizer(model, lr, weight_decay):
    return torch.optim.AdamW(model.parameters(), lr=lr, betas=(0.9, 0.95), weight_decay=weight_decay)


def learning_rate(step, n_warmup, n_steps, peak, floor):
    if step < n_warmup:
        return peak * (step + 1) / n_warmup
    if step > n_steps:
        return floor
    ratio = (step - n_warmup) / (n_steps - n_warmup)
    return floor + 0.5 * (peak - floor) * (1 + math.cos(math.pi * ratio))


def train_step(model, optimizer, tokens, lr, max_norm):
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.zero_grad(set_to_none=True)
    logits = model(tokens[:, :-1])
    targets = tokens[:, 1:]
    loss = F.cross_entropy(logits.reshape(-1, logits.size(-1)), targets.reshape(-1))
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm.item()


def train(model, batches, peak, n_warmup, weight_decay, max_norm):
    optimizer = make_optimizer(model, peak, weight_decay)
    losses = []
    for step in range(len(batches)):
        lr = learning_rate(step, n_warmup, len(batches), peak, 0.1 * peak)
        loss, norm = train_step(model, optimizer, batches[step], lr, max_norm)
        losses.append(loss)
    return losses
