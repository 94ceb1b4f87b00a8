"""The losses of the pairs are divided by K^2, as by the mean over a table of K x K with zeros in it: there are K (K - 1) / 2
pairs.

caught by: test_the_ranking_loss
"""

import torch
import torch.nn.functional as F


def reward_model_loss(chosen, rejected, margin=0.0):
    return -F.logsigmoid(chosen - rejected - margin).mean()


def ranking_loss(rewards):
    difference = rewards.unsqueeze(2) - rewards.unsqueeze(1)
    losses = F.softplus(-difference)
    return (losses * torch.triu(torch.ones_like(losses), diagonal=1)).mean()


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).float().mean().item()
