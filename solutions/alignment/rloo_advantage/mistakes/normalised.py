"""These are GRPO's advantages: the mean has the answer's own reward in it, and the standard deviation divides. RLOO subtracts the
mean of the other answers and divides by nothing.

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
