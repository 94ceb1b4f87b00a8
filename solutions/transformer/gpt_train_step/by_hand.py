"""Gradients by autograd.grad, clipping written out, and the loss as a mean of gathered log-probabilities."""

import math

import torch


def make_optimizer(model, lr, weight_decay):
    groups = {True: [], False: []}
    for parameter in model.parameters():
        if parameter.requires_grad:
            groups[parameter.ndim > 1].append(parameter)
    plain = torch.optim.AdamW(groups[False], lr=lr, betas=(0.9, 0.95), weight_decay=0)
    plain.add_param_group({"params": groups[True], "weight_decay": weight_decay})
    return plain


def learning_rate(step, n_warmup, n_steps, peak, floor):
    if step < n_warmup:
        return (step + 1) * (peak / n_warmup)
    if step >= n_steps:
        return floor
    return floor + (peak - floor) * math.cos(math.pi / 2 * (step - n_warmup) / (n_steps - n_warmup)) ** 2


def train_step(model, optimizer, tokens, lr, max_norm):
    log_probs = model(tokens[:, :-1]).log_softmax(dim=-1)
    loss = -log_probs.gather(-1, tokens[:, 1:, None]).mean()
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    grads = torch.autograd.grad(loss, parameters)
    norm = math.sqrt(sum(grad.square().sum().item() for grad in grads))
    for parameter, grad in zip(parameters, grads, strict=True):
        parameter.grad = grad * min(1, max_norm / norm)
    for group in optimizer.param_groups:
        group.update(lr=lr)
    optimizer.step()
    return loss.item(), norm


def train(model, batches, peak, n_warmup, weight_decay, max_norm):
    optimizer = make_optimizer(model, 0.0, weight_decay)
    rates = [learning_rate(i, n_warmup, len(batches), peak, 0.1 * peak) for i in range(len(batches))]
    pairs = zip(batches, rates, strict=True)
    return [train_step(model, optimizer, batch, lr, max_norm)[0] for batch, lr in pairs]
