"""The score goes to the last column, which is padding in most rows, where nothing was sampled: it belongs to the last
token of each answer.

caught by: test_the_shaped_rewards
"""

import torch


def kl_per_token(log_probs, ref_log_probs, kind):
    d = log_probs - ref_log_probs.detach()
    if kind == "k1":
        return d
    if kind == "k2":
        return d**2 / 2
    if kind == "k3":
        return torch.exp(-d) - 1 + d
    raise ValueError(kind)


def kl_penalty(log_probs, ref_log_probs, mask, kind="k3"):
    kl = kl_per_token(log_probs, ref_log_probs, kind)
    return (kl * mask).sum() / mask.sum().clamp(min=1)


def shaped_rewards(scores, log_probs, ref_log_probs, mask, beta):
    kl = kl_per_token(log_probs, ref_log_probs, "k1").detach()
    rewards = -beta * kl * mask
    rewards[:, -1] += scores
    return rewards
