"""The rewards are normalised over the whole batch: a hard prompt then makes all of its answers look bad. The mean and
the standard deviation are those of the group, the answers to one prompt.

caught by: test_advantages_within_each_group
"""

import torch


def group_advantages(rewards, eps=1e-4):
    with torch.no_grad():
        mean = rewards.mean()
        std = rewards.std(unbiased=False)
        return (rewards - mean) / (std + eps)


def grpo_loss(log_probs, old_log_probs, ref_log_probs, advantages, mask, clip, beta):
    adv = advantages.detach().unsqueeze(1)
    ratio = torch.exp((log_probs - old_log_probs.detach()).masked_fill(~mask, 0.0))
    clipped = torch.clamp(ratio, 1 - clip, 1 + clip)
    policy_loss = -torch.min(ratio * adv, clipped * adv)
    log_ratio = (ref_log_probs.detach() - log_probs).masked_fill(~mask, 0.0)
    kl = torch.exp(log_ratio) - log_ratio - 1
    loss = policy_loss + beta * kl
    return ((loss * mask).sum(1) / mask.sum(1)).mean()
