"""Elastic weight consolidation.

The logarithm's gradient is taken class by class: a square can't be taken of a sum that has been made already.
"""

import torch


def trained(model):
    return {name: p for name, p in model.named_parameters() if p.requires_grad}


def fisher_diagonal(model, inputs):
    parameters = trained(model)
    fisher = {name: torch.zeros_like(p) for name, p in parameters.items()}
    for x in inputs:
        logp = model(x[None])[0].log_softmax(dim=0)  # (K,)
        for k in range(len(logp)):
            grads = torch.autograd.grad(logp[k], list(parameters.values()), retain_graph=True)
            for name, grad in zip(parameters, grads, strict=True):
                fisher[name] += logp[k].exp().detach() * grad**2 / len(inputs)
    return {name: value.detach() for name, value in fisher.items()}


def ewc_penalty(model, fisher, anchor, strength):
    terms = [(fisher[name] * (p - anchor[name]) ** 2).sum() for name, p in trained(model).items()]
    return strength / 2 * sum(terms)
