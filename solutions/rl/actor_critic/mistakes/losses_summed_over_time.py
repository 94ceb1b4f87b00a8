"""The losses are summed over the T steps and averaged over the B environments only:
they are means over all B * T steps.

caught by: test_policy_loss_weighs_log_probabilities_with_advantages
"""

import torch
from torch.nn import functional as F


def bootstrapped_returns(rewards, terminated, last_values, gamma):
    with torch.no_grad():
        returns = torch.zeros_like(rewards)
        R = last_values
        for t in reversed(range(rewards.shape[1])):
            R = torch.where(terminated[:, t], rewards[:, t], rewards[:, t] + gamma * R)
            returns[:, t] = R
    return returns


def a2c_losses(logits, values, actions, returns):
    returns = returns.detach()
    log_probs = F.log_softmax(logits, dim=-1)
    probs = log_probs.exp()
    chosen = log_probs.gather(2, actions.unsqueeze(2)).squeeze(2)
    advantages = (returns - values).detach()
    policy_loss = -(chosen * advantages).sum(dim=1).mean()
    value_loss = (0.5 * (values - returns) ** 2).sum(dim=1).mean()
    safe = torch.where(probs > 0, log_probs, torch.zeros_like(log_probs))
    entropy = -(probs * safe).sum(dim=-1).sum(dim=1).mean()
    return policy_loss, value_loss, entropy


def a2c_loss(logits, values, actions, rewards, terminated, last_values, gamma, value_coef=0.5, entropy_coef=0.01):
    returns = bootstrapped_returns(rewards, terminated, last_values, gamma)
    policy_loss, value_loss, entropy = a2c_losses(logits, values, actions, returns)
    return policy_loss + value_coef * value_loss - entropy_coef * entropy
