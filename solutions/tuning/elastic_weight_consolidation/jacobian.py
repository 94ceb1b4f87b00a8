"""The Jacobian J of the logits, and diag(p) - p p^T between J and itself: F = sum_k p_k J_k^2 - (sum_k p_k J_k)^2."""

import torch


def fisher_diagonal(model, inputs):
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    totals = [torch.zeros_like(p) for _, p in named]
    logits = model(inputs)
    p = torch.softmax(logits.detach(), dim=1)
    for n in range(len(inputs)):
        rows = [torch.autograd.grad(logit, [q for _, q in named], retain_graph=True) for logit in logits[n]]
        for i, total in enumerate(totals):
            J = torch.stack([row[i] for row in rows])  # (K, ...)
            total += torch.tensordot(p[n], J**2, dims=1) - torch.tensordot(p[n], J, dims=1) ** 2
    return {name: total / len(inputs) for (name, _), total in zip(named, totals, strict=True)}


def ewc_penalty(model, fisher, anchor, strength):
    names = [name for name, p in model.named_parameters() if p.requires_grad]
    parameters = dict(model.named_parameters())
    flat = torch.cat([(parameters[name] - anchor[name]).reshape(-1) for name in names])
    weights = torch.cat([fisher[name].reshape(-1) for name in names])
    return strength * torch.dot(weights, flat * flat) / 2
