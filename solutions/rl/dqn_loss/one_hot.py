"""Actions as one-hot rows, the Huber loss written out, and the state dict for the update."""

import torch
from torch import nn


def dqn_targets(online, target, batch, gamma, double=False):
    following = batch["next_observations"]
    values = target(following).detach()
    if double:
        chosen = nn.functional.one_hot(online(following).detach().argmax(-1), values.shape[-1]).bool()
        best = values[chosen]
    else:
        best = values.amax(dim=-1)
    return batch["rewards"] + gamma * best.masked_fill(batch["terminated"], 0.0)


def dqn_loss(online, target, batch, gamma, double=False):
    values = online(batch["observations"])
    taken = nn.functional.one_hot(batch["actions"], values.shape[-1]).to(values.dtype)
    error = ((values * taken).sum(-1) - dqn_targets(online, target, batch, gamma, double)).abs()
    return torch.where(error < 1, error**2 / 2, error - 0.5).mean()


def soft_update(target, online, tau):
    old, new = target.state_dict(), online.state_dict()
    target.load_state_dict({name: (1 - tau) * old[name] + tau * new[name] for name in old})
