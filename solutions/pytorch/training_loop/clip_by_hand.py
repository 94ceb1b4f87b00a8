"""Everything by hand that can be: gradients cleared after each step as well, and the norm summed up from its squares.

Losses are collected as a list of (loss, samples) and averaged at the end, and the modes are switched around each phase
instead of at the top of an epoch.
"""

import math

import torch


def mean(pairs):
    return math.fsum(loss * n for loss, n in pairs) / sum(n for _, n in pairs)


def evaluate(model, loss_fn, batches):
    mode = model.training
    model.train(False)
    with torch.no_grad():
        pairs = [(float(loss_fn(model(inputs), targets)), inputs.shape[0]) for inputs, targets in batches]
    model.train(mode)
    return mean(pairs)


def clip(parameters, max_norm):
    grads = [parameter.grad for parameter in parameters if parameter.grad is not None]
    norm = torch.sqrt(sum(grad.square().sum() for grad in grads)).item()
    if norm > max_norm:
        for grad in grads:
            grad *= max_norm / norm


def training_loop(model, loss_fn, optimizer, train_batches, valid_batches, n_epochs, scheduler=None, max_norm=None):
    train, valid = [], []
    optimizer.zero_grad(set_to_none=False)
    for _ in range(n_epochs):
        pairs = []
        model.train()
        for inputs, targets in train_batches:
            loss = loss_fn(model(inputs), targets)
            loss.backward()
            if max_norm is not None:
                clip(list(model.parameters()), max_norm)
            optimizer.step()
            model.zero_grad()
            pairs.append((loss.detach().item(), inputs.shape[0]))
        model.eval()
        train.append(mean(pairs))
        valid.append(evaluate(model, loss_fn, valid_batches))
        if scheduler:
            scheduler.step()
    model.eval()
    return {"train": train, "valid": valid}
