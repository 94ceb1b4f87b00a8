# needs: torch
"""torch's own loss and its stable logarithm of the sigmoid; the gradients are written with those."""

import torch
import torch.nn.functional as F


def binary_cross_entropy(logits, targets, pos_weight=1.0):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    x, t = torch.tensor(logits), torch.tensor(targets)
    loss = F.binary_cross_entropy_with_logits(x, t, pos_weight=torch.tensor(pos_weight, dtype=x.dtype))
    gradient = (1 - t) * torch.sigmoid(x) - pos_weight * t * torch.sigmoid(-x)
    return loss.numpy()[()], (gradient / x.numel()).numpy()


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    x, t = torch.tensor(logits), torch.tensor(targets)
    right = F.logsigmoid(torch.where(t == 1, x, -x))
    wrong = F.logsigmoid(torch.where(t == 1, -x, x)).exp()
    weight = 1.0 if alpha is None else alpha * t + (1 - alpha) * (1 - t)
    loss = -(weight * wrong**gamma * right).mean()
    slope = weight * wrong**gamma * (gamma * right.exp() * right - wrong)
    return loss.numpy()[()], (torch.where(t == 1, slope, -slope) / x.numel()).numpy()
