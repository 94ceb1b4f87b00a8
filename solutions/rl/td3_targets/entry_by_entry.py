"""Targets and noise one number at a time; the critics' loss as sums of squares."""

import copy

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


# given
class Actor(nn.Linear):
    def forward(self, observations: torch.Tensor) -> torch.Tensor:
        return torch.tanh(super().forward(observations))


# given
class Critic(nn.Linear):
    def forward(self, observations: torch.Tensor, actions: torch.Tensor) -> torch.Tensor:
        return torch.tanh(super().forward(torch.cat([observations, actions], dim=1))).mean(dim=1)


# given
class Agent:
    def __init__(self, n_observations: int, n_actions: int, n_hidden: int) -> None:
        self.actor = Actor(n_observations, n_actions)
        self.critic1 = Critic(n_observations + n_actions, n_hidden)
        self.critic2 = Critic(n_observations + n_actions, n_hidden)
        self.actor_target = copy.deepcopy(self.actor)
        self.critic1_target = copy.deepcopy(self.critic1)
        self.critic2_target = copy.deepcopy(self.critic2)

    def descend(self, name: str, loss: torch.Tensor, lr: float) -> None:
        parameters = list(getattr(self, name).parameters())
        grads = torch.autograd.grad(loss, parameters, retain_graph=True)
        with torch.no_grad():
            for parameter, grad in zip(parameters, grads, strict=True):
                parameter -= lr * grad

    def state(self) -> dict[str, torch.Tensor]:
        return {
            f"{name}.{key}": tensor.clone()
            for name, network in vars(self).items()
            for key, tensor in network.state_dict().items()
        }

    def load(self, state: dict[str, torch.Tensor]) -> None:
        for name, network in vars(self).items():
            network.to(state[f"{name}.weight"].dtype)
            network.load_state_dict({key: state[f"{name}.{key}"] for key in ("weight", "bias")})
