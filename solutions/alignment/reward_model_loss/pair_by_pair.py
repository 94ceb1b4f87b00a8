"""Pairs one after the other, through log-sum-exp of (0, -difference)."""

import itertools

import torch


def pair_loss(difference):
    return torch.logaddexp(torch.zeros_like(difference), -difference)


def reward_model_loss(chosen, rejected, margin=0.0):
    return pair_loss(chosen - rejected - margin).sum() / len(chosen)


def ranking_loss(rewards):
    pairs = list(itertools.combinations(rewards.unbind(dim=1), 2))
    return sum(reward_model_loss(better, worse) for better, worse in pairs) / len(pairs)


def pairwise_accuracy(chosen, rejected):
    right = sum(a > b for a, b in zip(chosen.tolist(), rejected.tolist(), strict=True))
    return right / len(chosen)
