"""log(1 - tanh(u)^2) as -2 log cosh(u), with log cosh(u) = logaddexp(u, -u) - log 2."""

import torch


def squashed_gaussian(mean, log_std, noise):
    u = torch.addcmul(mean, log_std.exp(), noise)
    two_pi = torch.tensor(2 * torch.pi, dtype=u.dtype)
    log_cosh = torch.logaddexp(u, -u) - torch.log(torch.tensor(2.0, dtype=u.dtype))
    per_entry = 2 * log_cosh - 0.5 * (noise.square() + two_pi.log()) - log_std
    return u.tanh(), torch.einsum("ba->b", per_entry)


def soft_targets(rewards, terminated, next_q1, next_q2, next_log_probs, log_alpha, gamma):
    y = rewards.detach().clone()
    alive = ~terminated
    lower = torch.fmin(next_q1, next_q2)[alive]
    y[alive] += gamma * (lower - log_alpha.exp() * next_log_probs[alive]).detach()
    return y


def sac_critic_loss(q1, q2, targets):
    errors = torch.stack([q1, q2]) - targets.detach()
    return (errors * errors).sum() / (2 * targets.numel())


def sac_actor_loss(log_probs, q1, q2, log_alpha):
    bonus = -log_alpha.detach().exp() * log_probs
    return -(torch.min(q1, q2) + bonus).sum() / len(log_probs)


def sac_temperature_loss(log_probs, log_alpha, target_entropy):
    surplus = [-value - target_entropy for value in log_probs.tolist()]
    return log_alpha.exp() * (sum(surplus) / len(surplus))
