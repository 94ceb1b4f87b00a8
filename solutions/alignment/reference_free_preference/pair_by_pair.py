"""One pair after the other, with torch's logsigmoid."""

import torch
from torch.nn.functional import logsigmoid


def log_odds(mean_log_probs):
    p = mean_log_probs.exp()
    rest = torch.where(p > 0.5, torch.expm1(mean_log_probs).neg(), 1 - p)
    return mean_log_probs - rest.log()


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    losses = []
    for c, r, m, n in zip(chosen, rejected, chosen_lengths.tolist(), rejected_lengths.tolist(), strict=True):
        losses.append(-logsigmoid(beta * (c / m - r / n) - gamma))
    return torch.stack(losses).mean()


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    total = 0.0
    for c, r, m, n in zip(chosen, rejected, chosen_lengths.tolist(), rejected_lengths.tolist(), strict=True):
        total = total - c / m - lam * logsigmoid(log_odds(c / m) - log_odds(r / n))
    return total / len(chosen)
