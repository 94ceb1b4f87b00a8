"""1 - exp(log p) is formed as it stands: for p next to 1 the subtraction leaves no digit, and the odds are wrong or
infinite. -expm1(log p) is the same number to all digits.

caught by: test_near_certainty
"""

import torch
import torch.nn.functional as F


def log_odds(mean_log_probs):
    return mean_log_probs - torch.log(1 - torch.exp(mean_log_probs))


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    chosen_rewards = beta * chosen / chosen_lengths
    rejected_rewards = beta * rejected / rejected_lengths
    logits = chosen_rewards - rejected_rewards - gamma
    return -F.logsigmoid(logits).mean()


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    chosen_logps = chosen / chosen_lengths
    rejected_logps = rejected / rejected_lengths
    log_ratio = log_odds(chosen_logps) - log_odds(rejected_logps)
    or_loss = -F.logsigmoid(log_ratio)
    return (-chosen_logps + lam * or_loss).mean()
