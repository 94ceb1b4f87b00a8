"""The logits at a position are compared with the token that the model has just read there: the target is the token after it.

caught by: test_the_loss_of_the_next_tokens
"""

import math

import torch
import torch.nn.functional as F


def make_optimizer(model, lr, weight_decay):
    decay, no_decay = [], []
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        if p.dim() >= 2:
            decay.append(p)
        else:
            no_decay.append(p)
    groups = [
        {"params": decay, "weight_decay": weight_decay},
        {"params": no_decay, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=lr, betas=(0.9, 0.95))


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
    optimizer.zero_grad()
    logits = model(tokens)
    loss = F.cross_entropy(logits.view(-1, logits.size(-1)), tokens.view(-1))
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
