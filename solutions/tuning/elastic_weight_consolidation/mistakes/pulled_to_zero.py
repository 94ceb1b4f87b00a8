"""The penalty pulls to 0, as weight decay does: it pulls to the old values, theta*.

caught by: test_the_penalty
"""

import torch
import torch.nn.functional as F


def fisher_diagonal(model, inputs):
    params = {n: p for n, p in model.named_parameters() if p.requires_grad}
    fisher = {n: torch.zeros_like(p) for n, p in params.items()}
    for x in inputs:
        log_probs = F.log_softmax(model(x.unsqueeze(0)), dim=1)[0]
        for k in range(log_probs.shape[0]):
            grads = torch.autograd.grad(log_probs[k], list(params.values()), retain_graph=True)
            for n, g in zip(params, grads):
                fisher[n] += log_probs[k].exp().detach() * g**2
    return {n: f / len(inputs) for n, f in fisher.items()}


def ewc_penalty(model, fisher, anchor, strength):
    loss = 0
    for n, p in model.named_parameters():
        if p.requires_grad:
            loss = loss + (fisher[n] * p**2).sum()
    return strength / 2 * loss
