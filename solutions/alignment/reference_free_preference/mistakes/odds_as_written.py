"""The odds are p / (1 - p) of a p that was computed: 1 - p loses its digits near 1, and for an unlikely answer p is 0.

caught by: test_unlikely_answers
"""

import torch
import torch.nn.functional as F


def log_odds(mean_log_probs):
    p = torch.exp(mean_log_probs)
    return torch.log(p / (1 - p))


def simpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, beta, gamma):
    reward_chosen = beta * chosen / chosen_lengths
    reward_rejected = beta * rejected / rejected_lengths
    return -F.logsigmoid(reward_chosen - reward_rejected - gamma).mean()


def orpo_loss(chosen, rejected, chosen_lengths, rejected_lengths, lam):
    mean_chosen = chosen / chosen_lengths
    mean_rejected = rejected / rejected_lengths
    log_odds_ratio = log_odds(mean_chosen) - log_odds(mean_rejected)
    return (-mean_chosen - lam * F.logsigmoid(log_odds_ratio)).mean()
