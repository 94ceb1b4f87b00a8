# needs: torch
"""torch's own distribution, whose entropy replaces -inf by the smallest float; returns per environment in a list."""

import torch
from torch.distributions import Categorical


def bootstrapped_returns(rewards, terminated, last_values, gamma):
    rows = []
    for row, ends, last in zip(rewards.detach(), terminated.tolist(), last_values.detach(), strict=True):
        returns, following = [], last
        for reward, end in zip(row.flip(0), reversed(ends), strict=True):
            following = reward if end else reward + gamma * following
            returns.insert(0, following)
        rows.append(torch.stack(returns))
    return torch.stack(rows)


def a2c_losses(logits, values, actions, returns):
    policy = Categorical(logits=logits)
    targets = returns.detach()
    policy_loss = (policy.log_prob(actions) * (values.detach() - targets)).mean()
    return policy_loss, torch.nn.functional.mse_loss(values, targets) / 2, policy.entropy().mean()


def a2c_loss(logits, values, actions, rewards, terminated, last_values, gamma, value_coef=0.5, entropy_coef=0.01):
    returns = bootstrapped_returns(rewards, terminated, last_values, gamma)
    losses = a2c_losses(logits, values, actions, returns)
    return losses[0] + value_coef * losses[1] - entropy_coef * losses[2]
