"""One transition at a time, and the Huber loss as d * c - c^2 / 2 with c the error clipped to [-1, 1]."""

import torch


def dqn_targets(online, target, batch, gamma, double=False):
    targets = []
    for reward, observation, terminated in zip(
        batch["rewards"], batch["next_observations"], batch["terminated"], strict=True
    ):
        with torch.no_grad():
            y = reward.clone()
            if not terminated:
                row = target(observation[None])[0]
                y += gamma * (row[online(observation[None])[0].argmax()] if double else max(row))
        targets.append(y)
    return torch.stack(targets)


def dqn_loss(online, target, batch, gamma, double=False):
    rows = torch.arange(len(batch["actions"]))
    difference = online(batch["observations"])[rows, batch["actions"]]
    difference = difference - dqn_targets(online, target, batch, gamma, double)
    clipped = difference.detach().clamp(-1, 1)
    return (difference * clipped - clipped**2 / 2).sum() / len(rows)


def soft_update(target, online, tau):
    fast = dict(online.named_parameters())
    for name, slow in target.named_parameters():
        slow.data.copy_(slow.data + tau * (fast[name].data - slow.data))
