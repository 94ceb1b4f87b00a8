"""There is one training for all rounds: the rounds, each with a training of its own, are what finds small tickets.

caught by: test_rounds_begin_with_the_initial_weights
"""

import torch


def masked_step(weights, grads, velocities, masks, lr, momentum=0.0, weight_decay=0.0):
    new_w, new_v = {}, {}
    for name in weights:
        g = grads[name] + weight_decay * weights[name]
        v = momentum * velocities[name] + g
        v = v * masks[name]
        new_v[name] = v
        new_w[name] = (weights[name] - lr * v) * masks[name]
    return new_w, new_v


def prune(weights, masks, rate):
    new_masks = {}
    for name, mask in masks.items():
        if mask.dim() < 2:
            new_masks[name] = mask.clone()
            continue
        alive = mask.flatten().nonzero().squeeze(1)
        values = weights[name].flatten()[alive].abs()
        k = int(rate * len(alive))
        drop = alive[torch.argsort(values, stable=True)[:k]]
        flat = mask.flatten().clone()
        flat[drop] = False
        new_masks[name] = flat.view_as(mask)
    return new_masks


def find_ticket(initial, train, rate, rounds):
    masks = {n: torch.ones_like(w, dtype=torch.bool) for n, w in initial.items()}
    trained = train(initial, masks)
    masks = prune(trained, masks, 1 - (1 - rate) ** rounds)
    return masks, {n: w * masks[n] for n, w in initial.items()}
