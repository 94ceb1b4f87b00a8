"""Each answer is classified for itself, chosen as 1 and rejected as 0: that asks for rewards on both sides of 0.
Preferences speak of differences only, and the loss is that of r_chosen - r_rejected.

caught by: test_the_loss_of_pairs
"""

import torch
import torch.nn.functional as F


def reward_model_loss(chosen, rejected, margin=0.0):
    good = F.binary_cross_entropy_with_logits(chosen - margin, torch.ones_like(chosen))
    bad = F.binary_cross_entropy_with_logits(rejected, torch.zeros_like(rejected))
    return (good + bad) / 2


def ranking_loss(rewards):
    i, j = torch.triu_indices(rewards.shape[1], rewards.shape[1], offset=1)
    return F.softplus(rewards[:, j] - rewards[:, i]).mean()


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).float().mean().item()
