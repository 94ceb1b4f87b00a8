"""Terminated and truncated are joined into one flag: the value of the next state is then dropped after a time limit
too, and states near the limit look worse than they are. It is dropped after a termination only.

caught by: test_a_truncated_step_keeps_the_next_value
"""

import torch


def td_errors(rewards, values, next_values, terminated, gamma):
    with torch.no_grad():
        return rewards + gamma * torch.where(terminated, torch.zeros_like(next_values), next_values) - values


def generalized_advantage(rewards, values, next_values, terminated, truncated, gamma, lam):
    with torch.no_grad():
        dones = terminated | truncated
        deltas = td_errors(rewards, values, next_values, dones, gamma)
        advantages = torch.zeros_like(rewards)
        gae = torch.zeros(rewards.shape[0], dtype=rewards.dtype)
        for t in range(rewards.shape[1] - 1, -1, -1):
            gae = deltas[:, t] + gamma * lam * (~dones[:, t]) * gae
            advantages[:, t] = gae
        return advantages, advantages + values
