"""REINFORCE's returns-to-go, loss and leave-one-out baseline.

Why it works: grad E[G] = E[G * grad log pi], so a sum of log-probabilities, each weighted by a constant that says how
well things went afterwards, has the policy gradient as its gradient. A baseline b adds
b * E[grad log pi] = b * grad 1 = 0, as long as b doesn't know the action.
"""

import torch


def returns_to_go(rewards, mask, gamma):
    rewards = torch.where(mask, rewards, 0.0)
    returns = rewards.clone()
    for t in reversed(range(rewards.shape[1] - 1)):
        returns[:, t] += gamma * returns[:, t + 1]
    return returns


def reinforce_loss(logits, actions, rewards, mask, gamma, baseline=None):
    if baseline is None:
        baseline = torch.zeros_like(rewards)
    advantages = (returns_to_go(rewards, mask, gamma) - baseline).detach()
    # Padding is replaced before anything is computed: behind a nan even a masked gradient would be nan.
    logits = torch.where(mask[..., None], logits, 0.0)
    log_probs = torch.log_softmax(logits, dim=-1).gather(-1, actions[..., None]).squeeze(-1)
    return -torch.where(mask, log_probs * advantages, 0.0).sum() / len(logits)


def mean_return_baseline(rewards, mask, gamma):
    returns = returns_to_go(rewards, mask, gamma)
    # What all episodes have together, without the share of each one.
    others = returns.sum(dim=0) - returns
    n_others = mask.sum(dim=0) - mask.int()
    return torch.where(mask, others / n_others.clamp(min=1), 0.0)
