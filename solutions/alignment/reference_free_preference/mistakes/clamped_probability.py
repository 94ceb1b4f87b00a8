"""The probability is clamped away from 0 and 1: beyond the bounds every answer has the same odds, and no gradient.

caught by: test_near_certainty
"""

import torch
import torch.nn.functional as F


def log_odds(mean_log_probs):
    p = torch.exp(mean_log_probs).clamp(1e-7, 1 - 1e-7)
    return torch.log(p) - torch.log(1 - p)


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    margin = beta * (chosen / chosen_lengths - rejected / rejected_lengths) - gamma
    return -F.logsigmoid(margin).mean()


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    mean_chosen = chosen / chosen_lengths
    odds = log_odds(mean_chosen) - log_odds(rejected / rejected_lengths)
    return -mean_chosen.mean() - lam * F.logsigmoid(odds).mean()
