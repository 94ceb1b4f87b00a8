"""The terms of the chosen tokens in one row, bounded from above by where their advantage would stop paying."""

import torch


def overlong_penalty(lengths, n_max, n_cache):
    over = (lengths - (n_max - n_cache)).clamp(min=0, max=n_cache)
    return -over.double() / n_cache


def informative_groups(rewards):
    return rewards.max(dim=1).values > rewards.min(dim=1).values


def dapo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    A = advantages.detach()[:, None].expand_as(log_probs)[mask]
    ratio = torch.exp(log_probs[mask] - old_log_probs.detach()[mask])
    best = torch.where(A > 0, (1 + clip_high) * A, (1 - clip_low) * A)
    return -torch.where(ratio * A < best, ratio * A, best).mean()
