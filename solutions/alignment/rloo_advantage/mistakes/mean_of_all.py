"""The baseline is the mean of all answers, its own included, as in GRPO: it then depends on the answer, and every
advantage is too small by the factor 1 - 1 / G.

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
            others = [rewards[:, j] for j in range(k)]
            baseline = torch.stack(others).mean(dim=0)
            advantages[:, i] = rewards[:, i] - baseline
        return advantages


def rloo_loss(log_probs, rewards):
    adv = rloo_advantage(rewards)
    return -(adv * log_probs).mean()
