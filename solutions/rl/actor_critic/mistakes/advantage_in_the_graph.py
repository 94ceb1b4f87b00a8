"""The policy loss has a gradient with respect to the values: it would push them apart from the
returns. Detach the advantage.

caught by: test_the_policy_loss_leaves_the_critic_alone
"""

import torch
from torch.distributions import Categorical


def bootstrapped_returns(rewards, terminated, last_values, gamma):
    B, T = rewards.shape
    rewards = rewards.detach()
    R = last_values.detach()
    returns = []
    for t in reversed(range(T)):
        R = rewards[:, t] + gamma * torch.where(terminated[:, t], torch.zeros_like(R), R)
        returns.insert(0, R)
    return torch.stack(returns, dim=1)


def a2c_losses(logits, values, actions, returns):
    returns = returns.detach()
    dist = Categorical(logits=logits)
    advantage = returns - values
    policy_loss = -(dist.log_prob(actions) * advantage).mean()
    value_loss = 0.5 * advantage.pow(2).mean()
    return policy_loss, value_loss, dist.entropy().mean()


def a2c_loss(logits, values, actions, rewards, terminated, last_values, gamma, value_coef=0.5, entropy_coef=0.01):
    returns = bootstrapped_returns(rewards, terminated, last_values, gamma)
    policy_loss, value_loss, entropy = a2c_losses(logits, values, actions, returns)
    return policy_loss + value_coef * value_loss - entropy_coef * entropy
