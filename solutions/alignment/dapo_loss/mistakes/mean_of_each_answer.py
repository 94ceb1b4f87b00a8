"""Each answer is averaged by itself and the answers then, as in GRPO: a token of a long answer weighs less. All tokens share one
mean.

caught by: test_each_token_weighs_the_same
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
    clipped = torch.clamp(ratio, 1 - clip_low, 1 + clip_high) * adv
    loss = -torch.min(unclipped, clipped)
    mask = mask.to(loss.dtype)
    return ((loss * mask).sum(dim=1) / mask.sum(dim=1)).mean()
