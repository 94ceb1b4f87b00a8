"""DQN's targets, loss and soft update.

Why it works: with y held constant the loss is a regression, and its gradient per transition is the TD error, clipped,
times the gradient of Q(s, a): the update of tabular Q-learning, spread over the weights. If y could move too, the loss
would also fall by making the next state look worse, which is not what Bellman's equation says.
"""

import torch
import torch.nn.functional as F


@torch.no_grad()
def dqn_targets(online, target, batch, gamma, double=False):
    next_values = target(batch["next_observations"])
    chooser = online(batch["next_observations"]) if double else next_values
    best = chooser.argmax(dim=1, keepdim=True)
    next_value = next_values.gather(1, best).squeeze(1)
    # where, not a product: 0 * inf would be nan.
    future = torch.where(batch["terminated"], 0.0, next_value)
    return batch["rewards"] + gamma * future


def dqn_loss(online, target, batch, gamma, double=False):
    q = online(batch["observations"]).gather(1, batch["actions"][:, None]).squeeze(1)
    # Both have shape (B,): against (B, 1) the difference would broadcast to (B, B).
    return F.smooth_l1_loss(q, dqn_targets(online, target, batch, gamma, double))


@torch.no_grad()
def soft_update(target, online, tau):
    for slow, fast in zip(target.parameters(), online.parameters(), strict=True):
        slow.lerp_(fast, tau)
