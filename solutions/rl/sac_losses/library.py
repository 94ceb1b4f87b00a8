# needs: torch
"""torch.distributions has the squashed Gaussian: a Normal behind a TanhTransform that remembers u."""

import torch
from torch.distributions import Normal, TransformedDistribution
from torch.distributions.transforms import TanhTransform


def squashed_gaussian(mean, log_std, noise):
    squash = TanhTransform(cache_size=1)
    policy = TransformedDistribution(Normal(mean, log_std.exp(), validate_args=False), [squash], validate_args=False)
    actions = squash(mean + log_std.exp() * noise)
    return actions, policy.log_prob(actions).sum(-1)


@torch.no_grad()
def soft_targets(rewards, terminated, next_q1, next_q2, next_log_probs, log_alpha, gamma):
    y = torch.stack([next_q1, next_q2]).amin(0) - torch.exp(log_alpha) * next_log_probs
    return rewards + gamma * y.masked_fill(terminated, 0.0)


def sac_critic_loss(q1, q2, targets):
    mse = torch.nn.functional.mse_loss
    return 0.5 * (mse(q1, targets.detach()) + mse(q2, targets.detach()))


def sac_actor_loss(log_probs, q1, q2, log_alpha):
    with torch.no_grad():
        alpha = log_alpha.exp()
    return alpha * log_probs.mean() - torch.where(q1 < q2, q1, q2).mean()


def sac_temperature_loss(log_probs, log_alpha, target_entropy):
    return log_alpha.exp() * (-log_probs.detach().mean() - target_entropy)
