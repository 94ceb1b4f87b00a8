"""A threshold is drawn at the last weight that goes, and everything up to it goes: of equal magnitudes only so many go that
floor(rate * n) are gone, those with the lower index first.

caught by: test_equal_magnitudes
"""

import torch


def masked_step(weights, grads, velocities, masks, lr, momentum=0.0, weight_decay=0.0):
    new_w, new_v = {}, {}
    for name in weights:
        g = grads[name] + weight_decay * weights[name]
        v = (momentum * velocities[name] + g) * masks[name]
        new_v[name] = v
        new_w[name] = (weights[name] - lr * v) * masks[name]
    return new_w, new_v


def prune(weights, masks, rate):
    new_masks = {}
    for name, mask in masks.items():
        alive = weights[name][mask].abs()
        k = int(rate * alive.numel())
        if mask.dim() < 2 or k == 0:
            new_masks[name] = mask.clone()
            continue
        threshold = alive.kthvalue(k).values
        new_masks[name] = mask & (weights[name].abs() > threshold)
    return new_masks


def find_ticket(initial, train, rate, rounds):
    masks = {n: torch.ones_like(w, dtype=torch.bool) for n, w in initial.items()}
    for _ in range(rounds):
        start = {n: w * masks[n] for n, w in initial.items()}
        masks = prune(train(start, masks), masks, rate)
    return masks, {n: w * masks[n] for n, w in initial.items()}
