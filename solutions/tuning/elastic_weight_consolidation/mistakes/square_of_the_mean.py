"""The gradient of the mean over the batch is squared: gradients of different samples cancel before. Each is squared by itself.

caught by: test_each_gradient_is_squared_by_itself
"""

import torch
import torch.nn.functional as F


def fisher_diagonal(model, inputs):
    params = {n: p for n, p in model.named_parameters() if p.requires_grad}
    fisher = {n: torch.zeros_like(p) for n, p in params.items()}
    log_probs = F.log_softmax(model(inputs), dim=1).mean(0)
    for k in range(len(log_probs)):
        grads = torch.autograd.grad(log_probs[k], list(params.values()), retain_graph=True)
        for n, g in zip(params, grads):
            fisher[n] += log_probs[k].exp().detach() * g**2
    return fisher


def ewc_penalty(model, fisher, anchor, strength):
    loss = 0
    for n, p in model.named_parameters():
        if p.requires_grad:
            loss = loss + (fisher[n] * (p - anchor[n]) ** 2).sum()
    return strength / 2 * loss
