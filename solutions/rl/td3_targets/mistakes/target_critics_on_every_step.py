"""The target networks move on every step: they wait for the actor.

caught by: test_actor_and_targets_wait_for_their_turn
"""

import torch


def smoothed_actions(actions, sigma, clip, low, high, generator):
    noise = torch.randn(actions.shape, generator=generator, dtype=actions.dtype) * sigma
    noise = torch.clamp(noise, -clip, clip)
    return torch.clamp(actions + noise, low, high)


def td3_targets(rewards, terminated, next_q1, next_q2, gamma):
    with torch.no_grad():
        next_q = torch.min(next_q1, next_q2)
        return torch.where(terminated, rewards, rewards + gamma * next_q)


def td3_critic_loss(q1, q2, targets):
    mse = torch.nn.functional.mse_loss
    return mse(q1, targets.detach()) + mse(q2, targets.detach())


def soft_update(network, target, tau):
    for p, p_target in zip(network.parameters(), target.parameters()):
        p_target.data.copy_(tau * p.data + (1 - tau) * p_target.data)


def td3_step(agent, batch, step, gamma, sigma, clip, tau, policy_delay, lr, generator):
    obs, actions, next_obs = batch["observations"], batch["actions"], batch["next_observations"]
    with torch.no_grad():
        next_actions = smoothed_actions(agent.actor_target(next_obs), sigma, clip, -1.0, 1.0, generator)
        q1_next = agent.critic1_target(next_obs, next_actions)
        q2_next = agent.critic2_target(next_obs, next_actions)
        y = td3_targets(batch["rewards"], batch["terminated"], q1_next, q2_next, gamma)

    critic_loss = td3_critic_loss(agent.critic1(obs, actions), agent.critic2(obs, actions), y)
    for name in ("critic1", "critic2"):
        agent.descend(name, critic_loss, lr)

    if step % policy_delay == 0:
        actor_loss = -agent.critic1(obs, agent.actor(obs)).mean()
        agent.descend("actor", actor_loss, lr)
        soft_update(agent.actor, agent.actor_target, tau)
    soft_update(agent.critic1, agent.critic1_target, tau)
    soft_update(agent.critic2, agent.critic2_target, tau)
