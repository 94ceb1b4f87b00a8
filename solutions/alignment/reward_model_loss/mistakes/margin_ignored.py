"""The margin isn't used: it is subtracted from the difference of the rewards.

caught by: test_the_margin
"""

import torch
import torch.nn.functional as F


def reward_model_loss(chosen, rejected, margin=0.0):
    return -F.logsigmoid(chosen - rejected).mean()


def ranking_loss(rewards):
    k = rewards.shape[1]
    i, j = torch.triu_indices(k, k, offset=1)
    return -F.logsigmoid(rewards[:, i] - rewards[:, j]).mean()


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).float().mean().item()
