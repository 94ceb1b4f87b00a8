"""The baseline is the mean of the other answers of the whole batch: an easy prompt then praises all of its answers.
The others are those of the same group.

caught by: test_groups_are_apart
"""

import torch


def rloo_advantage(rewards):
    if rewards.shape[1] < 2:
        raise ValueError("at least two samples are needed")
    with torch.no_grad():
        flat = rewards.reshape(-1)
        return rewards - (flat.sum() - rewards) / (len(flat) - 1)


def rloo_loss(log_probs, rewards):
    adv = rloo_advantage(rewards)
    return -(adv * log_probs).mean()
