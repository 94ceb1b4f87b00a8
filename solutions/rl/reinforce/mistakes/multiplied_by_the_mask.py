"""Padding is multiplied by 0, but 0 * nan is nan, in the loss and in the gradient.
Replace what is padded before computing with it.

caught by: test_padding_changes_nothing
"""

import torch


def returns_to_go(rewards, mask, gamma):
    returns = torch.zeros_like(rewards)
    running = torch.zeros_like(rewards[:, 0])
    for t in range(rewards.shape[1] - 1, -1, -1):
        running = (rewards[:, t] + gamma * running) * mask[:, t]
        returns[:, t] = running
    return returns


def reinforce_loss(logits, actions, rewards, mask, gamma, baseline=None):
    advantages = returns_to_go(rewards, mask, gamma)
    if baseline is not None:
        advantages = advantages - baseline
    log_probs = torch.log_softmax(logits, dim=-1)
    chosen = log_probs.gather(-1, actions.unsqueeze(-1)).squeeze(-1)
    return -(chosen * advantages.detach() * mask).sum(dim=1).mean()


def mean_return_baseline(rewards, mask, gamma):
    returns = returns_to_go(rewards, mask, gamma)
    running = mask.to(returns.dtype)
    others = returns.sum(dim=0) - returns
    n_others = running.sum(dim=0) - running
    return others / n_others.clamp(min=1) * running
