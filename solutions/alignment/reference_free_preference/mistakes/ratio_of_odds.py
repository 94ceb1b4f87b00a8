"""The sigmoid gets the ratio of the odds itself: it takes the logarithm of that, and is 1/2 where the odds agree.

caught by: test_the_loss_of_orpo
"""

import torch
import torch.nn.functional as F


def log_odds(mean_log_probs):
    return mean_log_probs - torch.log(-torch.expm1(mean_log_probs))


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    difference = beta * (chosen / chosen_lengths - rejected / rejected_lengths)
    return -F.logsigmoid(difference - gamma).mean()


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    log_p, log_q = chosen / chosen_lengths, rejected / rejected_lengths
    odds_ratio = torch.exp(log_odds(log_p) - log_odds(log_q))
    return (-log_p - lam * F.logsigmoid(odds_ratio)).mean()
