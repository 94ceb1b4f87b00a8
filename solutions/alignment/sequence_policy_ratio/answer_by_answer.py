"""Loops over answers; the ratio as a power of the ratio of probabilities, and clipping by a bound from above."""

import torch


def sequence_ratios(log_probs, old_log_probs, mask):
    ratios = []
    for new, old, own in zip(log_probs, old_log_probs.detach(), mask, strict=True):
        whole = torch.exp(new[own].sum() - old[own].sum())
        ratios.append(whole ** (1 / int(own.sum())))
    return torch.stack(ratios)


def bounded(ratio, a, low, high):
    bound = a * (1 + high) if a > 0 else a * (1 - low)
    return torch.clamp(ratio * a, max=bound)


def gspo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    ratios = sequence_ratios(log_probs, old_log_probs, mask)
    terms = [bounded(s, a, clip_low, clip_high) for s, a in zip(ratios, advantages.tolist(), strict=True)]
    return -sum(terms) / len(terms)


def centered_advantages(rewards):
    return torch.stack([row - row.mean() for row in rewards.detach()])


def dr_grpo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high, n_max):
    total = 0.0
    for i, a in enumerate(advantages.tolist()):
        ratios = torch.exp(log_probs[i][mask[i]] - old_log_probs[i][mask[i]].detach())
        total = total - bounded(ratios, a, clip_low, clip_high).sum() / n_max
    return total / len(advantages)
