"""One ratio is taken for a whole answer, from the sums of its log-probabilities: each token has a ratio of its own, and is clipped
by itself.

caught by: test_the_clipped_terms
"""

import torch


def overlong_penalty(lengths, n_max, n_cache):
    return torch.clamp((n_max - n_cache - lengths.float()) / n_cache, -1.0, 0.0)


def informative_groups(rewards):
    return rewards.max(dim=1).values != rewards.min(dim=1).values


def dapo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    A = advantages.detach()
    log_ratio = ((log_probs - old_log_probs.detach()) * mask).sum(dim=1)
    ratio = torch.exp(log_ratio)
    clipped = torch.clamp(ratio, 1 - clip_low, 1 + clip_high)
    lengths = mask.sum(dim=1)
    return -(torch.min(ratio * A, clipped * A) * lengths).sum() / lengths.sum()
