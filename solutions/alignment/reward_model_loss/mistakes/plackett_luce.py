"""This is the Plackett-Luce loss, in which each place of the ranking is a choice among all that are left: here each pair is a
choice between two, and the pairs are averaged.

caught by: test_the_ranking_loss
"""

import torch
import torch.nn.functional as F


def reward_model_loss(chosen, rejected, margin=0.0):
    return -F.logsigmoid(chosen - rejected - margin).mean()


def ranking_loss(rewards):
    k = rewards.shape[1]
    losses = [torch.logsumexp(rewards[:, i:], dim=1) - rewards[:, i] for i in range(k - 1)]
    return torch.stack(losses).sum(dim=0).mean()


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).float().mean().item()
