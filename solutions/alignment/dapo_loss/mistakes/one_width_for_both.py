"""The range has one width: clip_low is used upwards too, and clip_high nowhere.

caught by: test_the_range_has_two_widths
"""

import torch


def overlong_penalty(lengths, n_max, n_cache):
    start = n_max - n_cache
    penalty = torch.zeros(lengths.shape)
    between = (lengths > start) & (lengths <= n_max)
    penalty[between] = (start - lengths[between]).float() / n_cache
    penalty[lengths > n_max] = -1.0
    return penalty


def informative_groups(rewards):
    return rewards.std(dim=1) > 0


def dapo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    ratio = torch.exp(log_probs - old_log_probs.detach())
    adv = advantages.detach().unsqueeze(1)
    unclipped = ratio * adv
    clipped = torch.clamp(ratio, 1 - clip_low, 1 + clip_low) * adv
    loss = -torch.min(unclipped, clipped)
    mask = mask.to(loss.dtype)
    return (loss * mask).sum() / mask.sum()
