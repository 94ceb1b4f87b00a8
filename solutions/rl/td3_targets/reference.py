"""TD3's smoothing, targets, loss and step.

Why it works: the smaller of two values errs on the low side, and an action that looks worse than it is isn't sought out
by the actor, so the error doesn't feed on itself. Averaging over nearby actions flattens peaks that only the critic
sees. And an actor that moves rarely follows a critic that has had time to become right.
"""

import torch


def smoothed_actions(actions, sigma, clip, low, high, generator):
    noise = torch.randn(actions.shape, generator=generator, dtype=actions.dtype) * sigma
    return (actions + noise.clamp(-clip, clip)).clamp(low, high)


def td3_targets(rewards, terminated, next_q1, next_q2, gamma):
    future = torch.where(terminated, 0.0, torch.minimum(next_q1, next_q2))
    return (rewards + gamma * future).detach()


def td3_critic_loss(q1, q2, targets):
    targets = targets.detach()
    return (q1 - targets).pow(2).mean() + (q2 - targets).pow(2).mean()


def td3_step(agent, batch, step, gamma, sigma, clip, tau, policy_delay, lr, generator):
    observations, following = batch["observations"], batch["next_observations"]
    next_actions = smoothed_actions(agent.actor_target(following), sigma, clip, -1.0, 1.0, generator)
    targets = td3_targets(
        batch["rewards"],
        batch["terminated"],
        agent.critic1_target(following, next_actions),
        agent.critic2_target(following, next_actions),
        gamma,
    )
    for name in ("critic1", "critic2"):
        values = getattr(agent, name)(observations, batch["actions"])
        # The sum of both losses has the same gradient for each critic as its own part.
        agent.descend(name, (values - targets).pow(2).mean(), lr)

    if step % policy_delay == 0:
        agent.descend("actor", -agent.critic1(observations, agent.actor(observations)).mean(), lr)
        with torch.no_grad():
            for name in ("actor", "critic1", "critic2"):
                fast, slow = getattr(agent, name), getattr(agent, f"{name}_target")
                for p, p_target in zip(fast.parameters(), slow.parameters(), strict=True):
                    p_target.lerp_(p, tau)
