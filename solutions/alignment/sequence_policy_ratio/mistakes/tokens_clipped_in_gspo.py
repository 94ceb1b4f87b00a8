"""GSPO's ratios are those of single tokens, clipped one by one and averaged: it is the answer that has a ratio, and is clipped as
a whole.

caught by: test_answers_are_clipped_as_a_whole
"""

import torch


def sequence_ratios(log_probs, old_log_probs, mask):
    log_ratio = (log_probs - old_log_probs.detach()) * mask
    lengths = mask.sum(dim=-1)
    return torch.exp(log_ratio.sum(dim=-1) / lengths)


def gspo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    advantages = advantages.detach()
    r = torch.exp((log_probs - old_log_probs.detach()).masked_fill(~mask, 0.0))
    surr1 = r * advantages.unsqueeze(-1)
    surr2 = torch.clamp(r, 1 - clip_low, 1 + clip_high) * advantages.unsqueeze(-1)
    return -((torch.min(surr1, surr2) * mask).sum(dim=-1) / mask.sum(dim=-1)).mean()


def centered_advantages(rewards):
    return (rewards - rewards.mean(dim=-1, keepdim=True)).detach()


def dr_grpo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high, n_max):
    adv = advantages.detach().unsqueeze(-1)
    r = torch.exp((log_probs - old_log_probs.detach()).masked_fill(~mask, 0.0))
    token_obj = torch.min(r * adv, torch.clamp(r, 1 - clip_low, 1 + clip_high) * adv)
    per_answer = (token_obj * mask).sum(dim=-1) / n_max
    return -per_answer.mean()
