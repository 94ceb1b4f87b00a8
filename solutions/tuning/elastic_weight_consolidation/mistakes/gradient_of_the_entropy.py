"""The gradient is that of the model's entropy, the expectation of log p: each class's log p has a gradient of its own, which is
squared before the expectation is taken.

caught by: test_the_fisher_of_one_sample
"""

import torch
import torch.nn.functional as F


def fisher_diagonal(model, inputs):
    params = {n: p for n, p in model.named_parameters() if p.requires_grad}
    fisher = {n: torch.zeros_like(p) for n, p in params.items()}
    for x in inputs:
        log_probs = F.log_softmax(model(x.unsqueeze(0)), dim=1)
        expected = (log_probs.exp() * log_probs).sum()
        for n, g in zip(params, torch.autograd.grad(expected, list(params.values()))):
            fisher[n] += g**2 / len(inputs)
    return fisher


def ewc_penalty(model, fisher, anchor, strength):
    loss = 0
    for n, p in model.named_parameters():
        if p.requires_grad:
            loss = loss + (fisher[n] * (p - anchor[n]) ** 2).sum()
    return strength / 2 * loss
