"""TD3's targets and updates: Q-learning for continuous actions, made cautious
in three places.

With continuous actions nobody can take the maximum over all of them. An actor
network proposes the action instead, and is trained to climb the critic. It
finds the critic's errors: wherever Q is too high by mistake, the actor goes
there, and the target spreads the error. TD3 (twin delayed deep deterministic
policy gradient) has three remedies:

    noise ~ N(0, sigma^2)
    a~ = clip(pi_target(s') + clip(noise, -c, c), low, high)
    y  = r + gamma * min(Q1_target(s', a~), Q2_target(s', a~))
    critic loss = mean of (Q1(s, a) - y)^2 + mean of (Q2(s, a) - y)^2
    actor loss  = -mean of Q1(s, pi(s)), on every d-th step only

They are called target policy smoothing (a~), clipped double Q (y) and delayed
updates (the actor's).

Conventions:

- **Smoothing**: every entry of every action has a noise of its own. The noise
  is clipped first, then the action.
- **Termination**: where ``terminated`` is True, y = r, whatever the critics
  say about s', even inf or nan.
- **Targets are constants**: no gradient flows through y.
- **A step** updates, in this order: both critics, by one descent on their
  loss; then, if ``step`` is a multiple of ``policy_delay``, the actor, by one
  descent on its loss under the critic1 that was just updated; and after it all
  three target networks, theta_target <- (1 - tau) * theta_target + tau *
  theta. On other steps neither the actor nor any target network changes.
- **Randomness** comes from the ``torch.Generator`` that is handed in, alone.

The networks are given: ``agent.actor`` and ``agent.actor_target`` map
observations (B, O) to actions (B, A) in [-1, 1]; ``agent.critic1``,
``critic2``, ``critic1_target`` and ``critic2_target`` map
(observations, actions) to values (B,). ``agent.descend(name, loss, lr)`` moves
the parameters of one network by one step of gradient descent, and no others.
"""

import copy

import torch
from torch import nn


def smoothed_actions(
    actions: torch.Tensor, sigma: float, clip: float, low: float, high: float, generator: torch.Generator
) -> torch.Tensor:
    """Actions with clipped Gaussian noise.

    Args:
        actions: float tensor of shape (B, A).
        sigma: the standard deviation of the noise before clipping, at least 0.
        clip: c, the largest size of the noise, at least 0.
        low: the smallest action.
        high: the largest action.
        generator: where the noise is drawn from.

    Returns:
        A tensor of the shape and dtype of ``actions``.

    Examples:
        >>> actions = torch.tensor([[0.5, -2.0]])
        >>> generator = torch.Generator().manual_seed(0)
        >>> smoothed_actions(
        ...     actions, 0.0, 0.5, -1.0, 1.0, generator
        ... ).tolist()
        [[0.5, -1.0]]
        >>> bool(
        ...     (
        ...         smoothed_actions(
        ...             actions, 9.0, 0.25, -9.0, 9.0, generator
        ...         )
        ...         - actions
        ...     )
        ...     .abs()
        ...     .max()
        ...     <= 0.25
        ... )
        True
    """
    raise NotImplementedError


def td3_targets(
    rewards: torch.Tensor, terminated: torch.Tensor, next_q1: torch.Tensor, next_q2: torch.Tensor, gamma: float
) -> torch.Tensor:
    """The targets y, from the values that the two target critics give to the
    smoothed next actions.

    Args:
        rewards: float tensor of shape (B,).
        terminated: bool tensor of shape (B,).
        next_q1: tensor of shape (B,), Q1_target(s', a~).
        next_q2: tensor of shape (B,), Q2_target(s', a~).
        gamma: the discount, from 0 to 1.

    Returns:
        A tensor of shape (B,) without a graph (``requires_grad`` is False).

    Examples:
        >>> rewards = torch.tensor([1.0, 1.0, 1.0])
        >>> terminated = torch.tensor([False, False, True])
        >>> td3_targets(
        ...     rewards,
        ...     terminated,
        ...     torch.tensor([4.0, 8.0, 8.0]),
        ...     torch.tensor([6.0, 2.0, 8.0]),
        ...     0.5,
        ... ).tolist()
        [3.0, 2.0, 1.0]
    """
    raise NotImplementedError


def td3_critic_loss(q1: torch.Tensor, q2: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The sum of the two critics' mean squared errors, without a factor 1/2.

    Args:
        q1: tensor of shape (B,), Q1(s, a).
        q2: tensor of shape (B,), Q2(s, a).
        targets: tensor of shape (B,), y; a constant, even if it carries a
            graph.

    Returns:
        A tensor without axes, differentiable with respect to ``q1`` and ``q2``
        only.

    Examples:
        >>> td3_critic_loss(
        ...     torch.tensor([1.0, 2.0]),
        ...     torch.tensor([0.0, 0.0]),
        ...     torch.tensor([1.0, 0.0]),
        ... ).item()
        2.5
    """
    raise NotImplementedError


def td3_step(
    agent: "Agent",
    batch: dict[str, torch.Tensor],
    step: int,
    gamma: float,
    sigma: float,
    clip: float,
    tau: float,
    policy_delay: int,
    lr: float,
    generator: torch.Generator,
) -> None:
    """One step of TD3 on one batch, which changes the agent's networks in
    place.

    Args:
        agent: the six networks, see above.
        batch: "observations" and "next_observations" (B, O), "actions" (B, A),
            "rewards" (B,), "terminated" (B,) bool.
        step: the number of this step, counted from 1.
        gamma: the discount, from 0 to 1.
        sigma: the standard deviation of the smoothing noise.
        clip: c, the largest size of the noise; actions are clipped to [-1, 1].
        tau: the part of the way that target networks go.
        policy_delay: d, at least 1.
        lr: the learning rate of all networks.
        generator: where the noise is drawn from.

    Returns:
        None.

    Examples:
        >>> agent = Agent(3, 2, 4)
        >>> generator = torch.Generator().manual_seed(0)
        >>> batch = {
        ...     "observations": torch.ones(5, 3),
        ...     "actions": torch.zeros(5, 2),
        ...     "rewards": torch.ones(5),
        ... }
        >>> batch |= {
        ...     "next_observations": torch.ones(5, 3),
        ...     "terminated": torch.zeros(5, dtype=torch.bool),
        ... }
        >>> before = agent.state()
        >>> td3_step(
        ...     agent, batch, 1, 0.9, 0.2, 0.5, 0.1, 2, 0.01, generator
        ... )
        >>> after = agent.state()
        >>> [
        ...     name
        ...     for name in sorted(before)
        ...     if not torch.equal(before[name], after[name])
        ... ]
        ['critic1.bias', 'critic1.weight', 'critic2.bias', 'critic2.weight']
    """
    raise NotImplementedError


# given
class Actor(nn.Linear):
    """A deterministic policy: tanh of a linear map, so that actions lie in
    [-1, 1].

    Examples:
        >>> tuple(Actor(3, 2)(torch.zeros(5, 3)).shape)
        (5, 2)
    """

    def forward(self, observations: torch.Tensor) -> torch.Tensor:
        """The actions of a batch.

        Args:
            observations: shape (B, O).

        Returns:
            Actions of shape (B, A).
        """
        return torch.tanh(super().forward(observations))


# given
class Critic(nn.Linear):
    """Action values: the mean of the hidden units tanh(W [s, a] + b).

    Examples:
        >>> tuple(
        ...     Critic(3 + 2, 4)(torch.zeros(5, 3), torch.zeros(5, 2)).shape
        ... )
        (5,)
    """

    def forward(self, observations: torch.Tensor, actions: torch.Tensor) -> torch.Tensor:
        """The values of a batch.

        Args:
            observations: shape (B, O).
            actions: shape (B, A).

        Returns:
            Values of shape (B,).
        """
        return torch.tanh(super().forward(torch.cat([observations, actions], dim=1))).mean(dim=1)


# given
class Agent:
    """An actor, two critics, and a target network for each.

    Args:
        n_observations: O, the number of features of an observation.
        n_actions: A, the number of entries of an action.
        n_hidden: how many hidden units a critic has.

    Examples:
        >>> sorted(Agent(3, 2, 4).state())[:4]
        ['actor.bias', 'actor.weight', 'actor_target.bias',
         'actor_target.weight']
    """

    def __init__(self, n_observations: int, n_actions: int, n_hidden: int) -> None:
        self.actor = Actor(n_observations, n_actions)
        self.critic1 = Critic(n_observations + n_actions, n_hidden)
        self.critic2 = Critic(n_observations + n_actions, n_hidden)
        self.actor_target = copy.deepcopy(self.actor)
        self.critic1_target = copy.deepcopy(self.critic1)
        self.critic2_target = copy.deepcopy(self.critic2)

    def descend(self, name: str, loss: torch.Tensor, lr: float) -> None:
        """One step of gradient descent for one network; the others stay as
        they are.

        Args:
            name: "actor", "critic1" or "critic2".
            loss: a tensor without axes that depends on the network.
            lr: the learning rate.

        Returns:
            None.
        """
        parameters = list(getattr(self, name).parameters())
        grads = torch.autograd.grad(loss, parameters, retain_graph=True)
        with torch.no_grad():
            for parameter, grad in zip(parameters, grads, strict=True):
                parameter -= lr * grad

    def state(self) -> dict[str, torch.Tensor]:
        """Copies of all parameters.

        Returns:
            A dict from names such as "critic1_target.weight" to tensors.
        """
        return {
            f"{name}.{key}": tensor.clone()
            for name, network in vars(self).items()
            for key, tensor in network.state_dict().items()
        }

    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Set all parameters, in the dtype of the state.

        Args:
            state: what `state` returned.

        Returns:
            None.
        """
        for name, network in vars(self).items():
            network.to(state[f"{name}.weight"].dtype)
            network.load_state_dict({key: state[f"{name}.{key}"] for key in ("weight", "bias")})
