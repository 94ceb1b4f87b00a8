"""Each parameter is a group of its own; the norm is that of one long vector, and positions are summed by class axis."""

import math

import torch
import torch.nn.functional as F


def make_optimizer(model, lr, weight_decay):
    groups = []
    for parameter in filter(lambda p: p.requires_grad, model.parameters()):
        groups.append({"params": [parameter], "weight_decay": weight_decay if len(parameter.shape) > 1 else 0.0})
    return torch.optim.AdamW(groups, lr, (0.9, 0.95))


def learning_rate(step, n_warmup, n_steps, peak, floor):
    if step < n_warmup:
        return (1 + step) / n_warmup * peak
    late = min(step - n_warmup, n_steps - n_warmup) / (n_steps - n_warmup)
    return (peak + floor) / 2 + (peak - floor) / 2 * math.cos(math.pi * late)


def train_step(model, optimizer, tokens, lr, max_norm):
    model.zero_grad()
    logits = model(tokens).movedim(-1, 1)  # (B, V, T)
    loss = F.cross_entropy(logits[..., :-1], tokens[..., 1:])
    loss.backward()
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    norm = torch.cat([grad.flatten() for grad in grads]).norm().item()
    for grad in grads:
        grad *= 1 if norm <= max_norm else max_norm / norm
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return loss.item(), norm


def train(model, batches, peak, n_warmup, weight_decay, max_norm):
    optimizer, losses = make_optimizer(model, peak, weight_decay), []
    for i, tokens in enumerate(batches):
        lr = learning_rate(i, n_warmup, len(batches), peak, peak / 10)
        losses += train_step(model, optimizer, tokens, lr, max_norm)[:1]
    return losses
