"""Lottery tickets.

Pruned weights get a magnitude below all others, so that one stable sort ranks what is left and keeps what is gone.
"""

import torch


def masked_step(weights, grads, velocities, masks, lr, momentum=0.0, weight_decay=0.0):
    new_weights, new_velocities = {}, {}
    for name, w in weights.items():
        g = grads[name] + weight_decay * w
        new_velocities[name] = (momentum * velocities[name] + g) * masks[name]
        new_weights[name] = (w - lr * new_velocities[name]) * masks[name]
    return new_weights, new_velocities


def prune(weights, masks, rate):
    pruned = {}
    for name, mask in masks.items():
        new = mask.clone()
        if mask.dim() > 1:
            left = int(mask.sum())
            gone = mask.numel() - left + int(rate * left)
            order = weights[name].abs().masked_fill(~mask, -1).flatten().argsort(stable=True)
            new.view(-1)[order[:gone]] = False
        pruned[name] = new
    return pruned


def rewound(initial, masks):
    return {name: w * masks[name] for name, w in initial.items()}


def find_ticket(initial, train, rate, rounds):
    masks = {name: torch.ones_like(w, dtype=torch.bool) for name, w in initial.items()}
    for _ in range(rounds):
        masks = prune(train(rewound(initial, masks), masks), masks, rate)
    return masks, rewound(initial, masks)
