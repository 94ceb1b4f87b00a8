"""SimPO compares sums of log-probabilities: long answers then always lose. Its reward is the mean over the tokens.

caught by: test_the_loss_of_simpo
"""

import torch
import torch.nn.functional as F


def log_odds(mean_log_probs):
    return mean_log_probs - torch.log(-torch.expm1(mean_log_probs))


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    chosen_rewards = beta * chosen
    rejected_rewards = beta * rejected
    logits = chosen_rewards - rejected_rewards - gamma
    return -F.logsigmoid(logits).mean()


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    chosen_logps = chosen / chosen_lengths
    rejected_logps = rejected / rejected_lengths
    log_ratio = log_odds(chosen_logps) - log_odds(rejected_logps)
    or_loss = -F.logsigmoid(log_ratio)
    return (-chosen_logps + lam * or_loss).mean()
