"""Sorts the places that are left in Python."""

import math

import torch


def masked_step(weights, grads, velocities, masks, lr, momentum=0.0, weight_decay=0.0):
    zero = {name: torch.zeros_like(w) for name, w in weights.items()}
    velocities = {
        name: torch.where(masks[name], grads[name] + weight_decay * w + momentum * velocities[name], zero[name])
        for name, w in weights.items()
    }
    return {
        name: torch.where(masks[name], w - lr * velocities[name], zero[name]) for name, w in weights.items()
    }, velocities


def prune(weights, masks, rate):
    result = dict(masks)
    for name, w in weights.items():
        if len(w.shape) < 2:
            continue
        keep, sizes = masks[name].flatten().tolist(), w.flatten().tolist()
        left = sorted((abs(sizes[i]), i) for i in range(len(sizes)) if keep[i])
        for _, i in left[: math.floor(rate * len(left))]:
            keep[i] = False
        result[name] = torch.tensor(keep).reshape(w.shape)
    return result


def find_ticket(initial, train, rate, rounds):
    masks = {name: torch.full(tuple(w.shape), True) for name, w in initial.items()}
    while rounds > 0:
        start = {name: w.masked_fill(~masks[name], 0.0) for name, w in initial.items()}
        masks = prune(train(start, masks), masks, rate)
        rounds -= 1
    return masks, {name: w.masked_fill(~masks[name], 0.0) for name, w in initial.items()}
