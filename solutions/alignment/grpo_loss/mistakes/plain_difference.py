"""The penalty is the plain difference of log-probabilities: its gradient is 0 on average, and single values are
negative. GRPO takes exp(ref - logp) - 1 - (ref - logp).

caught by: test_the_penalty
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
    kl = -log_ratio
    loss = policy_loss + beta * kl
    return ((loss * mask).sum(1) / mask.sum(1)).mean()
