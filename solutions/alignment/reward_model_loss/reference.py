"""The Bradley-Terry loss.

-log sigmoid(x) = log(1 + exp(-x)) = softplus(-x): about -x for a pair that is far on the wrong side, so that its
gradient stays at 1, and about 0 on the right one.
"""

import torch
import torch.nn.functional as F


def reward_model_loss(chosen, rejected, margin=0.0):
    return F.softplus(rejected - chosen + margin).mean()


def ranking_loss(rewards):
    k = rewards.shape[1]
    better, worse = torch.triu_indices(k, k, offset=1)
    return F.softplus(rewards[:, worse] - rewards[:, better]).mean()


def pairwise_accuracy(chosen, rejected):
    return (chosen > rejected).double().mean().item()
