"""A small number within the logarithm, or a clamp, keeps inf away: it also caps the loss of a pair far on the wrong side,
where its gradient is 0. logsigmoid or softplus need nothing of the kind.

caught by: test_the_loss_grows_with_the_error
"""

import torch


def reward_model_loss(chosen, rejected, margin=0.0):
    return -torch.log(torch.sigmoid(chosen - rejected - margin) + 1e-8).mean()


def ranking_loss(rewards):
    k = rewards.size(1)
    losses = []
    for i in range(k - 1):
        for j in range(i + 1, k):
            losses.append(-torch.log(torch.sigmoid(rewards[:, i] - rewards[:, j]) + 1e-8))
    return torch.stack(losses).mean()


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).float().mean().item()
