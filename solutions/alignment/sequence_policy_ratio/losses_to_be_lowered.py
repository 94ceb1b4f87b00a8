"""The larger of two losses instead of the smaller of two gains, and einsums under the mask."""

import torch


def worse(ratios, A, low, high):
    return torch.max(-A * ratios, -A * torch.clip(ratios, 1 - low, 1 + high))


def sequence_ratios(log_probs, old_log_probs, mask):
    weights = mask.to(log_probs.dtype)
    weights = weights / weights.sum(1, keepdim=True)
    return torch.exp(torch.einsum("bt,bt->b", log_probs - old_log_probs.detach(), weights))


def gspo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    s = sequence_ratios(log_probs, old_log_probs, mask)
    return worse(s, advantages.detach(), clip_low, clip_high).sum() / s.numel()


def centered_advantages(rewards):
    G = rewards.shape[1]
    return (rewards @ (torch.eye(G, dtype=rewards.dtype) - 1 / G)).detach()


def dr_grpo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high, n_max):
    r = torch.exp(torch.where(mask, log_probs - old_log_probs.detach(), 0.0))
    losses = mask * worse(r, advantages.detach().unsqueeze(-1), clip_low, clip_high)
    return (losses.sum(dim=-1) / n_max).mean()
