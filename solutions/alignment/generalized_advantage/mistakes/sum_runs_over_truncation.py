"""The sum stops at terminations only: after a truncation the next step belongs to another episode, whose TD errors
this step did nothing for.

caught by: test_a_truncated_step_keeps_the_next_value
"""

import torch


def td_errors(rewards, values, next_values, terminated, gamma):
    with torch.no_grad():
        return rewards + gamma * torch.where(terminated, torch.zeros_like(next_values), next_values) - values


def generalized_advantage(rewards, values, next_values, terminated, truncated, gamma, lam):
    deltas = td_errors(rewards, values, next_values, terminated, gamma)
    advantages = torch.zeros_like(deltas)
    not_done = 1.0 - terminated.to(deltas.dtype)
    last = 0.0
    for t in reversed(range(deltas.shape[1])):
        last = deltas[:, t] + gamma * lam * not_done[:, t] * last
        advantages[:, t] = last
    return advantages, advantages + values.detach()
