"""The inner loop of a language model's training.

AdamW keeps its averages by parameter and takes the learning rate anew at each step: a schedule only has to set it.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


def make_optimizer(model, lr, weight_decay):
    parameters = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=lr, betas=(0.9, 0.95))


def learning_rate(step, n_warmup, n_steps, peak, floor):
    if step < n_warmup:
        return peak * (step + 1) / n_warmup
    progress = min((step - n_warmup) / (n_steps - n_warmup), 1.0)
    return floor + (peak - floor) * (1 + math.cos(math.pi * progress)) / 2


def train_step(model, optimizer, tokens, lr, max_norm):
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.zero_grad()
    logits = model(tokens)[:, :-1]  # (B, T - 1, V)
    loss = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item(), norm.item()


def train(model, batches, peak, n_warmup, weight_decay, max_norm):
    optimizer = make_optimizer(model, peak, weight_decay)
    losses = []
    for step, tokens in enumerate(batches):
        lr = learning_rate(step, n_warmup, len(batches), peak, peak / 10)
        losses.append(train_step(model, optimizer, tokens, lr, max_norm)[0])
    return losses
