"""The gradient of the mean over the batch is squared: gradients of different samples cancel before. Each is squared by itself.

caught by: test_the_mean_over_samples
"""

import torch
import torch.nn.functional as F


def fisher_diagonal(model, inputs):
    params = {n: p for n, p in model.named_parameters() if p.requires_grad}
    fisher = {n: torch.zeros_like(p) for n, p in params.items()}
    log_probs = F.log_softmax(model(inputs), dim=1)
    probs = log_probs.exp().detach()
    K = log_probs.shape[1]
    for k in range(K):
        weighted = (probs[:, k].sqrt() * log_probs[:, k]).mean()
        grads = torch.autograd.grad(weighted, list(params.values()), retain_graph=True)
        for n, g in zip(params, grads):
            fisher[n] += g**2
    return fisher


def ewc_penalty(model, fisher, anchor, strength):
    loss = 0
    for n, p in model.named_parameters():
        if p.requires_grad:
            loss = loss + (fisher[n] * (p - anchor[n]) ** 2).sum()
    return strength / 2 * loss
