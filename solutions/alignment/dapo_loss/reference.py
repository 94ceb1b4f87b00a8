"""DAPO's loss and its two rules for rewards.

Dividing once by the number of all tokens makes every token weigh the same; GRPO's mean of means doesn't.
"""

import torch


def overlong_penalty(lengths, n_max, n_cache):
    return ((n_max - n_cache - lengths) / n_cache).clamp(-1, 0)


def informative_groups(rewards):
    return (rewards != rewards[:, :1]).any(dim=1)


def dapo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    A = advantages.detach()[:, None]  # (B, 1)
    ratio = (log_probs - old_log_probs.detach()).exp()  # (B, T)
    terms = torch.minimum(ratio * A, ratio.clamp(1 - clip_low, 1 + clip_high) * A)
    return -(terms * mask).sum() / mask.sum()
