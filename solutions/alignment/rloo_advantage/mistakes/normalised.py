"""The advantages are divided by the standard deviation of their group, as in GRPO: RLOO leaves their scale alone, and
its gradient unbiased.

caught by: test_the_others_are_the_baseline
"""

import torch


def rloo_advantage(rewards):
    if rewards.shape[1] < 2:
        raise ValueError("at least two samples are needed")
    mean = rewards.mean(dim=1, keepdim=True)
    std = rewards.std(dim=1, keepdim=True)
    return ((rewards - mean) / (std + 1e-8)).detach()


def rloo_loss(log_probs, rewards):
    adv = rloo_advantage(rewards)
    return -(adv * log_probs).mean()
