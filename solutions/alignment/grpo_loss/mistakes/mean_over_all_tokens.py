"""All tokens are averaged at once, as DAPO does: long answers then weigh more than short ones. In GRPO the tokens of
each answer are averaged first, and the answers then.

caught by: test_each_answer_weighs_the_same
"""

import torch


def group_advantages(rewards, eps=1e-4):
    with torch.no_grad():
        mean = rewards.mean(dim=-1, keepdim=True)
        std = rewards.std(dim=-1, keepdim=True, unbiased=False)
        return (rewards - mean) / (std + eps)


def grpo_loss(log_probs, old_log_probs, ref_log_probs, advantages, mask, clip, beta):
    adv = advantages.detach().unsqueeze(1)
    ratio = torch.exp((log_probs - old_log_probs.detach()).masked_fill(~mask, 0.0))
    clipped = torch.clamp(ratio, 1 - clip, 1 + clip)
    policy_loss = -torch.min(ratio * adv, clipped * adv)
    log_ratio = (ref_log_probs.detach() - log_probs).masked_fill(~mask, 0.0)
    kl = torch.exp(log_ratio) - log_ratio - 1
    loss = policy_loss + beta * kl
    return (loss * mask).sum() / mask.sum()
