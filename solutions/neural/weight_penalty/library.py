# needs: torch
"""Autograd differentiates the penalty (its sign at 0 is 0), and softshrink is the shortening by l1."""

import torch
import torch.nn.functional as F


def weight_penalty(params, l1=0.0, l2=0.0, exclude=()):
    if l1 < 0 or l2 < 0 or any(name not in params for name in exclude):
        raise ValueError("bad strength or name")
    leaves = {name: torch.tensor(w, requires_grad=True) for name, w in params.items()}
    total = torch.zeros((), dtype=torch.float64)
    for name, leaf in leaves.items():
        factor = 0.0 if name in exclude else 1.0
        wide = leaf.double()
        total = total + factor * (l1 * wide.abs().sum() + l2 / 2 * wide.square().sum())
    if leaves:
        total.backward()
    return total.item(), {name: leaf.grad.numpy() for name, leaf in leaves.items()}


def smallest_subgradient(params, loss_grads, l1=0.0, l2=0.0, exclude=()):
    _, grads = weight_penalty(params, l1, l2, exclude)
    result = {}
    for name, w in params.items():
        g = torch.tensor(loss_grads[name])
        shrunk = F.softshrink(g, 0.0 if name in exclude else l1)
        result[name] = torch.where(torch.tensor(w) == 0, shrunk, g + torch.tensor(grads[name])).numpy()
    return result
