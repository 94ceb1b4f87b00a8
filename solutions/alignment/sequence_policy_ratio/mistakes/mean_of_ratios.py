"""An answer's ratio is the mean of its tokens' ratios: it is their geometric mean, the exponential of the mean of logp - old.

caught by: test_the_ratio_of_an_answer
"""

import torch


def sequence_ratios(log_probs, old_log_probs, mask):
    ratio = torch.exp((log_probs - old_log_probs.detach()).masked_fill(~mask, 0.0)) * mask
    return ratio.sum(dim=-1) / mask.sum(dim=-1)


def gspo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    advantages = advantages.detach()
    s = sequence_ratios(log_probs, old_log_probs, mask)
    surr1 = s * advantages
    surr2 = torch.clamp(s, 1 - clip_low, 1 + clip_high) * advantages
    return -torch.min(surr1, surr2).mean()


def centered_advantages(rewards):
    return (rewards - rewards.mean(dim=-1, keepdim=True)).detach()


def dr_grpo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high, n_max):
    adv = advantages.detach().unsqueeze(-1)
    r = torch.exp((log_probs - old_log_probs.detach()).masked_fill(~mask, 0.0))
    token_obj = torch.min(r * adv, torch.clamp(r, 1 - clip_low, 1 + clip_high) * adv)
    per_answer = (token_obj * mask).sum(dim=-1) / n_max
    return -per_answer.mean()
