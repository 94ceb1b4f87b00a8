"""A small constant inside the logarithm hides the overflow but gives a wrong log-probability and no
gradient where actions saturate.

caught by: test_saturated_actions_have_finite_log_probabilities
"""

import torch
import torch.nn.functional as F
from torch.distributions import Normal


def squashed_gaussian(mean, log_std, noise):
    std = log_std.exp()
    u = mean + std * noise
    actions = torch.tanh(u)
    log_probs = Normal(mean, std).log_prob(u) - torch.log(1 - actions.pow(2) + 1e-6)
    return actions, log_probs.sum(dim=1)


def soft_targets(rewards, terminated, next_q1, next_q2, next_log_probs, log_alpha, gamma):
    with torch.no_grad():
        next_v = torch.min(next_q1, next_q2) - log_alpha.exp() * next_log_probs
        return rewards + gamma * torch.where(terminated, torch.zeros_like(next_v), next_v)


def sac_critic_loss(q1, q2, targets):
    targets = targets.detach()
    return 0.5 * F.mse_loss(q1, targets) + 0.5 * F.mse_loss(q2, targets)


def sac_actor_loss(log_probs, q1, q2, log_alpha):
    alpha = log_alpha.exp().detach()
    return (alpha * log_probs - torch.min(q1, q2)).mean()


def sac_temperature_loss(log_probs, log_alpha, target_entropy):
    return -(log_alpha.exp() * (log_probs.detach() + target_entropy)).mean()
