"""The means of both terms are compared: each step has its own smaller term, and the mean runs over these.

caught by: test_the_clipped_surrogate
"""

import torch


def policy_loss(log_probs, old_log_probs, advantages, clip):
    ratio = torch.exp(log_probs - old_log_probs.detach())
    adv = advantages.detach()
    surr1 = ratio * adv
    surr2 = torch.clamp(ratio, 1 - clip, 1 + clip) * adv
    return -torch.min(surr1.mean(), surr2.mean())


def value_loss(values, old_values, returns, clip=None):
    old_values, returns = old_values.detach(), returns.detach()
    loss = (values - returns) ** 2
    if clip is None:
        return 0.5 * loss.mean()
    clipped = old_values + torch.clamp(values - old_values, -clip, clip)
    loss_clipped = (clipped - returns) ** 2
    return 0.5 * torch.max(loss, loss_clipped).mean()


def clip_fraction(log_probs, old_log_probs, clip):
    ratio = torch.exp(log_probs - old_log_probs)
    return ((ratio - 1).abs() > clip).float().mean().item()


def ppo_clip_loss(logits, values, batch, clip, value_coef, entropy_coef):
    dist = torch.distributions.Categorical(logits=logits)
    log_probs = dist.log_prob(batch["actions"])
    pg_loss = policy_loss(log_probs, batch["old_log_probs"], batch["advantages"], clip)
    v_loss = value_loss(values, batch["old_values"], batch["returns"], clip)
    return pg_loss + value_coef * v_loss - entropy_coef * dist.entropy().mean()
