"""Each episode cut to its length, one after the other."""

import torch
from torch.nn.functional import cross_entropy


def returns_to_go(rewards, mask, gamma):
    result = torch.zeros_like(rewards)
    for row, length in enumerate(mask.sum(1).tolist()):
        for t in range(length):
            powers = gamma ** torch.arange(length - t, dtype=rewards.dtype)
            result[row, t] = powers @ rewards[row, t:length].detach()
    return result


def reinforce_loss(logits, actions, rewards, mask, gamma, baseline=None):
    weights = returns_to_go(rewards, mask, gamma)
    total = 0.0
    for row, length in enumerate(mask.sum(1).tolist()):
        weight = weights[row, :length]
        if baseline is not None:
            weight = weight - baseline[row, :length].detach()
        surprise = cross_entropy(logits[row, :length], actions[row, :length], reduction="none")
        total = total + (surprise * weight).sum()
    return total / logits.shape[0]


def mean_return_baseline(rewards, mask, gamma):
    returns = returns_to_go(rewards, mask, gamma)
    baseline = torch.zeros_like(rewards)
    for i, t in mask.nonzero().tolist():
        others = [returns[j, t] for j in range(len(rewards)) if j != i and mask[j, t]]
        if others:
            baseline[i, t] = sum(others) / len(others)
    return baseline
