"""PPO's clipped loss.

The minimum takes the clamped term, which has no gradient, only where the ratio has already moved in the direction
that the advantage asks for.
"""

import torch


def policy_loss(log_probs, old_log_probs, advantages, clip):
    ratio = (log_probs - old_log_probs.detach()).exp()
    A = advantages.detach()
    return -torch.minimum(ratio * A, ratio.clamp(1 - clip, 1 + clip) * A).mean()


def value_loss(values, old_values, returns, clip=None):
    old, R = old_values.detach(), returns.detach()
    error = (values - R) ** 2
    if clip is not None:
        clipped = old + (values - old).clamp(-clip, clip)
        error = torch.maximum(error, (clipped - R) ** 2)
    return error.mean() / 2


def clip_fraction(log_probs, old_log_probs, clip):
    ratio = (log_probs - old_log_probs).exp()
    return ((ratio - 1).abs() > clip).double().mean().item()


def ppo_clip_loss(logits, values, batch, clip, value_coef, entropy_coef):
    logp = logits.log_softmax(dim=1)  # (N, K)
    taken = logp.gather(1, batch["actions"][:, None]).squeeze(1)
    policy = policy_loss(taken, batch["old_log_probs"], batch["advantages"], clip)
    value = value_loss(values, batch["old_values"], batch["returns"], clip)
    entropy = -(logp.exp() * logp).sum(dim=1).mean()
    return policy + value_coef * value - entropy_coef * entropy
