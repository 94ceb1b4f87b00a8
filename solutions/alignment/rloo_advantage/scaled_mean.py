"""The difference from the mean of all, scaled by G / (G - 1)."""

import torch


def rloo_advantage(rewards):
    size = rewards.size(-1)
    if size == 1:
        raise ValueError("nobody else is there")
    fixed = rewards.detach()
    return size / (size - 1) * (fixed - fixed.mean(-1, keepdim=True))


def rloo_loss(log_probs, rewards):
    return -torch.einsum("pg,pg->", rloo_advantage(rewards), log_probs) / rewards.numel()
