"""The last round is a round before all others and then once more; ranks are counted by comparison."""

import torch


def masked_step(weights, grads, velocities, masks, lr, momentum=0.0, weight_decay=0.0):
    moved, speed = {}, {}
    for name in weights:
        keep = masks[name].to(weights[name].dtype)
        speed[name] = (
            torch.add(grads[name], velocities[name], alpha=momentum).add(weights[name], alpha=weight_decay) * keep
        )
        moved[name] = torch.sub(weights[name], speed[name], alpha=lr) * keep
    return moved, speed


def prune_one(weight, mask, rate):
    places = mask.nonzero()
    values = weight[mask].abs()
    index = torch.arange(len(values))
    before = (values[None] < values[:, None]) | ((values[None] == values[:, None]) & (index[None] < index[:, None]))
    stays = before.sum(dim=1) >= int(rate * len(values))
    new = torch.zeros_like(mask)
    new[tuple(places[stays].T)] = True
    return new


def prune(weights, masks, rate):
    return {name: prune_one(weights[name], m, rate) if m.ndim >= 2 else m.clone() for name, m in masks.items()}


def find_ticket(initial, train, rate, rounds):
    if rounds == 0:
        masks = {name: w == w for name, w in initial.items()}
    else:
        masks, start = find_ticket(initial, train, rate, rounds - 1)
        masks = prune(train(start, masks), masks, rate)
    return masks, {name: initial[name] * m for name, m in masks.items()}
