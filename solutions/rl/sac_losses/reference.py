"""The losses of soft actor-critic.

Why it works: the entropy is the expectation of -log pi, so "return plus alpha times entropy" only subtracts
alpha * log pi wherever a value is taken. Since 1 - tanh(u)^2 = 4 / (e^u + e^-u)^2, its logarithm is
2 (log 2 - u - log(1 + e^(-2u))), which is exact even where tanh(u) has been rounded to 1.
"""

import math

import torch
import torch.nn.functional as F


def squashed_gaussian(mean, log_std, noise):
    u = mean + log_std.exp() * noise
    log_normal = -(noise**2) / 2 - log_std - math.log(2 * math.pi) / 2
    log_slope = 2 * (math.log(2) - u - F.softplus(-2 * u))
    return torch.tanh(u), (log_normal - log_slope).sum(dim=-1)


def soft_targets(rewards, terminated, next_q1, next_q2, next_log_probs, log_alpha, gamma):
    soft_value = torch.minimum(next_q1, next_q2) - log_alpha.exp() * next_log_probs
    return (rewards + gamma * torch.where(terminated, 0.0, soft_value)).detach()


def sac_critic_loss(q1, q2, targets):
    targets = targets.detach()
    return (q1 - targets).pow(2).mean() / 2 + (q2 - targets).pow(2).mean() / 2


def sac_actor_loss(log_probs, q1, q2, log_alpha):
    return (log_alpha.exp().detach() * log_probs - torch.minimum(q1, q2)).mean()


def sac_temperature_loss(log_probs, log_alpha, target_entropy):
    return -(log_alpha.exp() * (log_probs + target_entropy).detach()).mean()
