"""SimPO and ORPO.

expm1(x) is exp(x) - 1 to all digits: for p next to 1, the 1 - p of the odds is all that counts.
"""

import torch
import torch.nn.functional as F


def log_odds(mean_log_probs):
    return mean_log_probs - torch.log(-torch.expm1(mean_log_probs))


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    better = beta * chosen / chosen_lengths
    worse = beta * rejected / rejected_lengths
    return F.softplus(worse - better + gamma).mean()


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    better = chosen / chosen_lengths
    worse = rejected / rejected_lengths
    ratio = log_odds(better) - log_odds(worse)
    return (-better + lam * F.softplus(-ratio)).mean()
