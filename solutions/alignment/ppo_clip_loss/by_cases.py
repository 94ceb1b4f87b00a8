"""By cases: a mask says which steps have gone far enough, and these are given their constant."""

import torch
from torch.distributions import Categorical


def policy_loss(log_probs, old_log_probs, advantages, clip):
    ratio = torch.exp(log_probs - old_log_probs.detach())
    gain = advantages.detach()
    bound = 1 + clip * torch.sign(gain)
    done = torch.where(gain > 0, ratio > bound, ratio < bound)
    return torch.where(done, -bound * gain, -ratio * gain).sum() / len(ratio)


def value_loss(values, old_values, returns, clip=None):
    returns = returns.detach()
    losses = torch.nn.functional.mse_loss(values, returns, reduction="none")
    if clip is not None:
        low, high = old_values.detach() - clip, old_values.detach() + clip
        near = torch.clamp(values, low, high)
        losses = torch.where(losses < (near - returns).square(), (near - returns).square(), losses)
    return 0.5 * losses.mean()


def clip_fraction(log_probs, old_log_probs, clip):
    ratios = [a / b for a, b in zip(log_probs.exp().tolist(), old_log_probs.exp().tolist(), strict=True)]
    return sum(not 1 - clip <= ratio <= 1 + clip for ratio in ratios) / len(ratios)


def ppo_clip_loss(logits, values, batch, clip, value_coef, entropy_coef):
    policy = Categorical(logits=logits)
    loss = policy_loss(policy.log_prob(batch["actions"]), batch["old_log_probs"], batch["advantages"], clip)
    loss = loss + value_coef * value_loss(values, batch["old_values"], batch["returns"], clip)
    return loss - entropy_coef * policy.entropy().mean()
