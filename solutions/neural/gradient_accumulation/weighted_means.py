"""The mean loss of each micro-batch with its share of the real targets, n / N, and gradients added up by hand."""

import torch
import torch.nn.functional as F


def accumulated_step(model, optimizer, micro_batches, max_norm=None):
    counts = [int(targets.ge(0).sum()) for _, targets in micro_batches]
    parameters = [p for p in model.parameters() if p.requires_grad]
    sums, loss = [torch.zeros_like(p) for p in parameters], 0.0
    for (inputs, targets), n in zip(micro_batches, counts, strict=True):
        if n == 0:
            continue  # a mean over no targets is 0 / 0
        logits = model(inputs)
        share = n / sum(counts)
        mean = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1))
        for total, grad in zip(sums, torch.autograd.grad(mean, parameters), strict=True):
            total += share * grad
        loss += share * mean.item()
    if sum(counts) == 0:
        return loss
    for p, total in zip(parameters, sums, strict=True):
        p.grad = total
    if max_norm is not None:
        torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    optimizer.step()
    return loss


def accumulated_epoch(model, optimizer, batches, n_accumulate, max_norm=None):
    if n_accumulate < 1:
        raise ValueError("n_accumulate must be positive")
    groups = []
    for i, batch in enumerate(batches):
        if i % n_accumulate == 0:
            groups.append([])
        groups[-1].append(batch)
    return [accumulated_step(model, optimizer, group, max_norm) for group in groups]
