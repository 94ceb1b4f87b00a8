"""All tensors are ranked together, so that one with small weights loses more: here each tensor is ranked by itself.

caught by: test_the_smallest_go
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
    names = [n for n, m in masks.items() if m.dim() >= 2]
    new_masks = {n: m.clone() for n, m in masks.items()}
    alive = torch.cat([weights[n].abs()[masks[n]] for n in names])
    k = int(rate * len(alive))
    if k == 0:
        return new_masks
    goes = torch.zeros(len(alive), dtype=torch.bool)
    goes[torch.sort(alive, stable=True).indices[:k]] = True
    for n, part in zip(names, goes.split([int(masks[n].sum()) for n in names])):
        new_masks[n][masks[n]] = ~part
    return new_masks


def find_ticket(initial, train, rate, rounds):
    masks = {n: torch.ones_like(w, dtype=torch.bool) for n, w in initial.items()}
    for _ in range(rounds):
        start = {n: w * masks[n] for n, w in initial.items()}
        masks = prune(train(start, masks), masks, rate)
    return masks, {n: w * masks[n] for n, w in initial.items()}
