"""The next value is read from the next step of the stream: after a truncation that is the first state of another
episode. next_values has the value of the state that the step itself led to.

caught by: test_a_truncated_step_keeps_the_next_value
"""

import torch


def td_errors(rewards, values, next_values, terminated, gamma):
    with torch.no_grad():
        return rewards + gamma * torch.where(terminated, torch.zeros_like(next_values), next_values) - values


def generalized_advantage(rewards, values, next_values, terminated, truncated, gamma, lam):
    with torch.no_grad():
        T = rewards.shape[1]
        advantages = torch.zeros_like(rewards)
        gae = 0.0
        for t in reversed(range(T)):
            next_value = next_values[:, t] if t == T - 1 else values[:, t + 1]
            next_value = torch.where(terminated[:, t], torch.zeros_like(next_value), next_value)
            delta = rewards[:, t] + gamma * next_value - values[:, t]
            cont = (~(terminated[:, t] | truncated[:, t])).to(rewards.dtype)
            gae = delta + gamma * lam * cont * gae
            advantages[:, t] = gae
        return advantages, advantages + values
