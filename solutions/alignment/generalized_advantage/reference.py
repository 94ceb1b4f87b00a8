"""Generalised advantage estimation, from the last step to the first.

Two masks do two things: a termination takes the next state's value away; any end keeps the sum within its episode.
"""

import torch


@torch.no_grad()
def td_errors(rewards, values, next_values, terminated, gamma):
    return rewards + gamma * torch.where(terminated, 0.0, next_values) - values


@torch.no_grad()
def generalized_advantage(rewards, values, next_values, terminated, truncated, gamma, lam):
    delta = td_errors(rewards, values, next_values, terminated, gamma)
    ended = terminated | truncated
    advantages = torch.empty_like(delta)
    later = torch.zeros_like(delta[:, 0])  # the advantage of the step after this one
    for t in reversed(range(delta.shape[1])):
        later = delta[:, t] + gamma * lam * torch.where(ended[:, t], 0.0, later)
        advantages[:, t] = later
    return advantages, advantages + values
