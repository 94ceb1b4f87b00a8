"""The temperature loss uses log_alpha in place of alpha: many programs do, but its value and its
gradient differ by the factor alpha.

caught by: test_temperature_loss_and_its_gradient
"""

import math

import torch
import torch.nn.functional as F


def squashed_gaussian(mean, log_std, noise):
    u = mean + log_std.exp() * noise
    log_prob = -0.5 * noise.pow(2) - log_std - 0.5 * math.log(2 * math.pi)
    log_prob = log_prob - 2 * (math.log(2) - u - F.softplus(-2 * u))
    return torch.tanh(u), log_prob.sum(-1)


def soft_targets(rewards, terminated, next_q1, next_q2, next_log_probs, log_alpha, gamma):
    with torch.no_grad():
        alpha = log_alpha.exp()
        backup = rewards + gamma * (torch.min(next_q1, next_q2) - alpha * next_log_probs)
        return torch.where(terminated, rewards, backup)


def sac_critic_loss(q1, q2, targets):
    targets = targets.detach()
    return 0.5 * ((q1 - targets) ** 2).mean() + 0.5 * ((q2 - targets) ** 2).mean()


def sac_actor_loss(log_probs, q1, q2, log_alpha):
    return (log_alpha.detach().exp() * log_probs - torch.min(q1, q2)).mean()


def sac_temperature_loss(log_probs, log_alpha, target_entropy):
    return -(log_alpha * (log_probs + target_entropy).detach()).mean()
