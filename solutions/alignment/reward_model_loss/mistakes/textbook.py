"""The sigmoid, or an exponential of its own, comes first and the logarithm afterwards: for a pair far on the wrong side the
sigmoid rounds to 0 and exp(-x) overflows, and the loss is inf or nan. logsigmoid or softplus do both in one step.

caught by: test_large_rewards
"""

import torch


def reward_model_loss(chosen, rejected, margin=0.0):
    prob = torch.sigmoid(chosen - rejected - margin)
    return -torch.log(prob).mean()


def ranking_loss(rewards):
    n, k = rewards.shape
    total = 0.0
    for i in range(k):
        for j in range(i + 1, k):
            total = total - torch.log(torch.sigmoid(rewards[:, i] - rewards[:, j])).mean()
    return total / (k * (k - 1) / 2)


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).float().mean().item()
