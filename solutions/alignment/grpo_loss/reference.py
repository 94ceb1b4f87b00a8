"""GRPO's loss.

The mean of a group's rewards is a baseline that needs no critic: it is what the policy can be expected to get for
this prompt.
"""

import torch


@torch.no_grad()
def group_advantages(rewards, eps=1e-4):
    centred = rewards - rewards.mean(dim=1, keepdim=True)
    return centred / (rewards.std(dim=1, keepdim=True, unbiased=False) + eps)


def grpo_loss(log_probs, old_log_probs, ref_log_probs, advantages, mask, clip, beta):
    # At other positions nothing may overflow, since inf * 0 is nan.
    log_probs, old_log_probs, ref_log_probs = (
        x.masked_fill(~mask, 0.0) for x in (log_probs, old_log_probs, ref_log_probs)
    )
    A = advantages.detach()[:, None]  # (B, 1)
    ratio = (log_probs - old_log_probs.detach()).exp()  # (B, T)
    gain = torch.minimum(ratio * A, ratio.clamp(1 - clip, 1 + clip) * A)
    d = log_probs - ref_log_probs.detach()
    kl = torch.exp(-d) - 1 + d
    terms = gain - beta * kl
    per_answer = (terms * mask).sum(dim=1) / mask.sum(dim=1)
    return -per_answer.mean()
