"""The penalty is a step: -1 beyond the limit and 0 before it. It falls from 0 to -1 over the last n_cache tokens.

caught by: test_the_penalty_of_overlong_answers
"""

import torch


def overlong_penalty(lengths, n_max, n_cache):
    penalty = torch.zeros(lengths.shape)
    penalty[lengths >= n_max] = -1.0
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
    return (loss * mask).sum() / mask.sum()
