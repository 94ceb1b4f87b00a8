"""One class of each sample is taken (the most likely, one that was drawn, or a label): the expectation runs over all classes,
each with its probability.

caught by: test_the_fisher_of_one_sample
"""

import torch
import torch.nn.functional as F


def fisher_diagonal(model, inputs):
    params = {n: p for n, p in model.named_parameters() if p.requires_grad}
    fisher = {n: torch.zeros_like(p) for n, p in params.items()}
    for x in inputs:
        logits = model(x.unsqueeze(0))
        label = logits.argmax(dim=1)
        loss = F.cross_entropy(logits, label)
        grads = torch.autograd.grad(loss, list(params.values()))
        for n, g in zip(params, grads):
            fisher[n] += g**2 / len(inputs)
    return fisher


def ewc_penalty(model, fisher, anchor, strength):
    loss = 0
    for n, p in model.named_parameters():
        if p.requires_grad:
            loss = loss + (fisher[n] * (p - anchor[n]) ** 2).sum()
    return strength / 2 * loss
