"""Targets and noise one number at a time; the critics' loss as sums of squares."""

import torch
from torch import nn


def smoothed_actions(actions, sigma, clip, low, high, generator):
    rows = actions.clone()
    for i in range(rows.shape[0]):
        for j in range(rows.shape[1]):
            draw = sigma * torch.randn((), generator=generator, dtype=torch.float64).item()
            rows[i, j] = min(max(rows[i, j].item() + min(max(draw, -clip), clip), low), high)
    return rows


def td3_targets(rewards, terminated, next_q1, next_q2, gamma):
    y = rewards.detach().clone()
    for i, ended in enumerate(terminated.tolist()):
        if not ended:
            y[i] += gamma * min(next_q1[i].item(), next_q2[i].item())
    return y


def td3_critic_loss(q1, q2, targets):
    errors = torch.cat([q1, q2]) - targets.detach().repeat(2)
    return errors @ errors / len(q1)


def td3_step(agent, batch, step, gamma, sigma, clip, tau, policy_delay, lr, generator):
    following = batch["next_observations"]
    actions = smoothed_actions(agent.actor_target(following).detach(), sigma, clip, -1.0, 1.0, generator)
    judged = [critic(following, actions) for critic in (agent.critic1_target, agent.critic2_target)]
    y = td3_targets(batch["rewards"], batch["terminated"], *judged, gamma)
    for name in ("critic2", "critic1"):
        q = getattr(agent, name)(batch["observations"], batch["actions"])
        agent.descend(name, nn.functional.mse_loss(q, y), lr)
    if step % policy_delay == 0:
        proposal = agent.actor(batch["observations"])
        agent.descend("actor", agent.critic1(batch["observations"], proposal).mean().neg(), lr)
        for name in ("critic2", "critic1", "actor"):
            fast = dict(getattr(agent, name).named_parameters())
            for key, slow in getattr(agent, f"{name}_target").named_parameters():
                slow.data += tau * (fast[key].data - slow.data)
