"""The gradient of sqrt(p) log p, with sqrt(p) a constant, has the wanted square; by backward on a copy of the model."""

import copy

import torch
import torch.nn.functional as F


def fisher_diagonal(model, inputs):
    model = copy.deepcopy(model)
    squares = {}
    for i in range(inputs.shape[0]):
        with torch.no_grad():
            p = torch.softmax(model(inputs[i : i + 1]), dim=-1)[0]
        for k in range(p.shape[0]):
            model.zero_grad()
            loss = F.cross_entropy(model(inputs[i : i + 1]), torch.tensor([k]))
            (loss * p[k].sqrt()).backward()
            for name, parameter in model.named_parameters():
                if parameter.grad is not None:
                    squares.setdefault(name, []).append(parameter.grad.clone() ** 2)
    return {name: torch.stack(parts).sum(0) / inputs.shape[0] for name, parts in squares.items()}


def ewc_penalty(model, fisher, anchor, strength):
    loss = torch.zeros((), dtype=next(model.parameters()).dtype)
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            loss = loss + (fisher[name].detach() * (parameter - anchor[name].detach()).square()).sum()
    return 0.5 * strength * loss
