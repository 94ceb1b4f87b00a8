"""The advantages are divided by the standard deviation of their group, as in GRPO: RLOO leaves their scale alone, and
its gradient unbiased.

caught by: test_the_others_are_the_baseline
"""

import torch


def rloo_advantage(rewards):
    if rewards.shape[1] < 2:
        raise ValueError("at least two samples are needed")
    with torch.no_grad():
        k = rewards.shape[1]
        advantages = torch.zeros_like(rewards)
        for i in range(k):
            others = [rewards[:, j] for j in range(k) if j != i]
            baseline = torch.stack(others).mean(dim=0)
            advantages[:, i] = rewards[:, i] - baseline
        return advantages / (rewards.std(dim=1, keepdim=True) + 1e-8)


def rloo_loss(log_probs, rewards):
    adv = rloo_advantage(rewards)
    return -(adv * log_probs).mean()
