"""GSPO and Dr. GRPO.

Both clip the same way. What differs is what the ratio belongs to, an answer or a token, and what sums are divided by.
"""

import torch


def clipped_terms(ratios, A, low, high):
    return torch.minimum(ratios * A, ratios.clamp(1 - low, 1 + high) * A)


def sequence_ratios(log_probs, old_log_probs, mask):
    d = log_probs - old_log_probs.detach()  # (B, T)
    return ((d * mask).sum(dim=1) / mask.sum(dim=1)).exp()  # (B,)


def gspo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    ratios = sequence_ratios(log_probs, old_log_probs, mask)
    return -clipped_terms(ratios, advantages.detach(), clip_low, clip_high).mean()


@torch.no_grad()
def centered_advantages(rewards):
    return rewards - rewards.mean(dim=1, keepdim=True)


def dr_grpo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high, n_max):
    d = log_probs - old_log_probs.detach()
    ratios = d.masked_fill(~mask, 0.0).exp()  # (B, T); at other positions nothing may overflow, since inf * 0 is nan
    terms = clipped_terms(ratios, advantages.detach()[:, None], clip_low, clip_high)
    return -(terms * mask).sum() / (len(mask) * n_max)
