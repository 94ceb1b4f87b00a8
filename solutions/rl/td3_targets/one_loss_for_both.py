"""Both losses are taken before either critic moves; the minimum comes from stacking, the update from state dicts."""

import torch
from torch import nn


def smoothed_actions(actions, sigma, clip, low, high, generator):
    noise = torch.empty_like(actions).normal_(0.0, 1.0, generator=generator).mul(sigma)
    return torch.clip(actions + nn.functional.hardtanh(noise, -clip, clip) if clip else actions, low, high)


@torch.no_grad()
def td3_targets(rewards, terminated, next_q1, next_q2, gamma):
    smaller = torch.stack([next_q1, next_q2]).amin(dim=0)
    return rewards + gamma * smaller.masked_fill(terminated, 0.0)


def td3_critic_loss(q1, q2, targets):
    both = torch.stack([q1, q2])
    return ((both - targets.detach()) ** 2).mean(dim=1).sum()


def td3_step(agent, batch, step, gamma, sigma, clip, tau, policy_delay, lr, generator):
    with torch.no_grad():
        s = batch["next_observations"]
        a = smoothed_actions(agent.actor_target(s), sigma, clip, -1.0, 1.0, generator)
        q1, q2 = agent.critic1_target(s, a), agent.critic2_target(s, a)
        y = td3_targets(batch["rewards"], batch["terminated"], q1, q2, gamma)
    now = batch["observations"], batch["actions"]
    loss1, loss2 = (((q(*now) - y) ** 2).mean() for q in (agent.critic1, agent.critic2))
    agent.descend("critic1", loss1, lr)
    agent.descend("critic2", loss2, lr)
    if step % policy_delay:
        return
    agent.descend("actor", -agent.critic1(now[0], agent.actor(now[0])).mean(), lr)
    for name in ("actor", "critic1", "critic2"):
        old, new = getattr(agent, f"{name}_target").state_dict(), getattr(agent, name).state_dict()
        mixed = {key: (1 - tau) * old[key] + tau * new[key] for key in old}
        getattr(agent, f"{name}_target").load_state_dict(mixed)
