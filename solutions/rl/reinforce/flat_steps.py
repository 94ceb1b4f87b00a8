"""The steps that happened as one flat list, and the returns as a product with a triangular matrix of discounts."""

import torch
from torch.distributions import Categorical


def returns_to_go(rewards, mask, gamma):
    steps = torch.arange(rewards.shape[1])
    ahead = steps[:, None] - steps[None, :]
    discounts = torch.where(ahead >= 0, torch.tensor(gamma, dtype=rewards.dtype) ** ahead.clamp(min=0), 0.0)
    return (rewards.masked_fill(~mask, 0.0) @ discounts) * mask


def reinforce_loss(logits, actions, rewards, mask, gamma, baseline=None):
    with torch.no_grad():
        weights = returns_to_go(rewards, mask, gamma)[mask]
        if baseline is not None:
            weights = weights - baseline[mask]
    policy = Categorical(logits=logits[mask], validate_args=False)
    return -(policy.log_prob(actions[mask]) @ weights) / len(logits)


def mean_return_baseline(rewards, mask, gamma):
    returns = returns_to_go(rewards, mask, gamma)
    alive = mask.to(rewards.dtype)
    different = 1 - torch.eye(len(rewards), dtype=rewards.dtype)
    number = different @ alive
    return torch.where(number > 0, different @ returns / number, 0.0) * alive
