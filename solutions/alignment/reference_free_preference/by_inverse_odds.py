"""The odds are 1 / (exp(-log p) - 1), so that the log-odds are minus the logarithm of an expm1, shifted for very
small p; and log-sum-exp of two numbers in place of softplus.
"""

import torch


def log_odds(mean_log_probs):
    x = -mean_log_probs
    small = torch.log(torch.expm1(x.clamp(max=1.0)))
    large = x + torch.log1p(-torch.exp(-x.clamp(min=1.0)))
    return -torch.where(x < 1.0, small, large)


def negative_log_sigmoid(x):
    return torch.logaddexp(torch.zeros_like(x), -x)


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    difference = chosen / chosen_lengths - rejected / rejected_lengths
    return negative_log_sigmoid(beta * difference - gamma).sum() / len(chosen)


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    both = torch.stack([chosen, rejected]) / torch.stack([chosen_lengths, rejected_lengths])
    good, bad = log_odds(both)
    return lam * negative_log_sigmoid(good - bad).mean() - both[0].mean()
