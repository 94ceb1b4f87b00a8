"""Only the best answer is compared with the others: all K (K - 1) / 2 pairs count.

caught by: test_the_ranking_loss
"""

import torch.nn.functional as F


def reward_model_loss(chosen, rejected, margin=0.0):
    return -F.logsigmoid(chosen - rejected - margin).mean()


def ranking_loss(rewards):
    return -F.logsigmoid(rewards[:, :1] - rewards[:, 1:]).mean()


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).float().mean().item()
