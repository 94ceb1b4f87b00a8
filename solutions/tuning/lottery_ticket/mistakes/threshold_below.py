"""The number of weights that go isn't floor(rate * n): rounding to the nearest, rounding down what stays, or a threshold at a
quantile removes another one.

caught by: test_the_number_is_rounded_down
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
        magnitudes = weights[name].abs()
        threshold = torch.quantile(magnitudes[mask], rate)
        new_masks[name] = mask & (magnitudes >= threshold)
    return new_masks


def find_ticket(initial, train, rate, rounds):
    masks = {n: torch.ones_like(w, dtype=torch.bool) for n, w in initial.items()}
    for _ in range(rounds):
        start = {n: w * masks[n] for n, w in initial.items()}
        trained = train(start, masks)
        masks = prune(trained, masks, rate)
    return masks, {n: w * masks[n] for n, w in initial.items()}
