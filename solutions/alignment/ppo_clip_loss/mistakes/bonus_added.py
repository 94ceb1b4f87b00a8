"""The entropy is added to the loss, which makes the policy sure of itself as fast as it can: it is a bonus, so it is
subtracted.

caught by: test_the_whole_loss
"""

import torch
from torch.distributions import Categorical


def policy_loss(log_probs, old_log_probs, advantages, clip):
    ratio = torch.exp(log_probs - old_log_probs.detach())
    advantages = advantages.detach()
    surr1 = ratio * advantages
    surr2 = torch.clamp(ratio, 1.0 - clip, 1.0 + clip) * advantages
    return -torch.min(surr1, surr2).mean()


def value_loss(values, old_values, returns, clip=None):
    returns = returns.detach()
    if clip is None:
        return 0.5 * ((values - returns) ** 2).mean()
    v_clipped = old_values.detach() + torch.clamp(values - old_values.detach(), -clip, clip)
    return 0.5 * torch.max((values - returns) ** 2, (v_clipped - returns) ** 2).mean()


def clip_fraction(log_probs, old_log_probs, clip):
    ratio = torch.exp(log_probs - old_log_probs)
    return ((ratio - 1.0).abs() > clip).float().mean().item()


def ppo_clip_loss(logits, values, batch, clip, value_coef, entropy_coef):
    dist = Categorical(logits=logits)
    pg_loss = policy_loss(dist.log_prob(batch["actions"]), batch["old_log_probs"], batch["advantages"], clip)
    v_loss = value_loss(values, batch["old_values"], batch["returns"], clip)
    return pg_loss + value_coef * v_loss + entropy_coef * dist.entropy().mean()
