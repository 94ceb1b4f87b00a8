"""The sum as a product with a matrix for each stream: the weight of step u for step t is (gamma lambda)^(u - t), and
0 if an end lies between them.
"""

import torch


def td_errors(rewards, values, next_values, terminated, gamma):
    following = next_values.detach().masked_fill(terminated, 0.0)
    return (rewards + gamma * following - values).detach()


def generalized_advantage(rewards, values, next_values, terminated, truncated, gamma, lam):
    delta = td_errors(rewards, values, next_values, terminated, gamma)
    n = delta.shape[1]
    ended = torch.logical_or(terminated, truncated)
    episode = ended.cumsum(1) - ended.long()  # the number of ends before each step
    distance = torch.arange(n)[None, :] - torch.arange(n)[:, None]
    weights = (gamma * lam) ** distance.clamp(min=0).to(delta.dtype) * (distance >= 0)
    weights = weights * (episode[:, :, None] == episode[:, None, :])
    advantages = (weights @ delta[:, :, None])[:, :, 0]
    return advantages, advantages + values.detach()
