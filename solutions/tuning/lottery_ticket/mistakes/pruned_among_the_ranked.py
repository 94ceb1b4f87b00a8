"""Pruned weights are ranked too, as zeros, and make up the share of what goes: after the first round nothing or too little is
pruned. The share is that of the weights which are still there.

caught by: test_the_share_of_what_is_left
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
        new_masks[name] = mask.clone()
        if mask.dim() < 2:
            continue
        magnitudes = (weights[name] * mask).abs().flatten()
        k = int(rate * magnitudes.numel())
        goes = torch.argsort(magnitudes, stable=True)[:k]
        new_masks[name].view(-1)[goes] = False
    return new_masks


def find_ticket(initial, train, rate, rounds):
    masks = {n: torch.ones_like(w, dtype=torch.bool) for n, w in initial.items()}
    for _ in range(rounds):
        start = {n: w * masks[n] for n, w in initial.items()}
        masks = prune(train(start, masks), masks, rate)
    return masks, {n: w * masks[n] for n, w in initial.items()}
