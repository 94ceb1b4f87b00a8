"""Logistic regression on differences: each difference is a logit, and its label is 1."""

import torch
import torch.nn.functional as F


def reward_model_loss(chosen, rejected, margin=0.0):
    logits = chosen - rejected - margin
    return F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))


def ranking_loss(rewards):
    differences = rewards[:, :, None] - rewards[:, None, :]
    upper = torch.ones(differences.shape[1:]).triu(diagonal=1).bool()
    return -F.logsigmoid(differences[:, upper]).mean()


def pairwise_accuracy(chosen, rejected):
    return float((torch.sign(chosen - rejected) == 1).sum()) / chosen.numel()
