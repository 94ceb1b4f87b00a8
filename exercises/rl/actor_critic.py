"""Advantage actor-critic: a policy gradient that doesn't wait for the end of
the episode.

REINFORCE weighs each action with the return that followed, which is known late
and varies much. Here a critic V learns what states are worth, and does two
things: its value is the baseline, and it stands in for all that comes after a
rollout of T steps.

    R_t = r_t + gamma * R_{t+1},     R_T = V(s_T)    the n-step return
    A_t = R_t - V(s_t)                               the advantage

The return is cut where an episode terminates.

    policy loss = -mean of log pi(a_t | s_t) * A_t
    value loss  = mean of (V(s_t) - R_t)^2 / 2
    entropy     = mean of -sum_a pi(a | s_t) log pi(a | s_t)
    loss        = policy loss + value_coef * value loss
                  - entropy_coef * entropy

The entropy keeps the policy from becoming certain too early. Actor and critic
often share layers, so the three are added up and descended together.

Conventions:

- **Rollout**: B environments of T steps each, one after the other and across
  the ends of episodes: after a terminated step t, step t + 1 is the first of a
  new episode. ``last_values`` (B,) is V of the observation after the last
  step.
- **Termination**: where ``terminated`` is True, R_t = r_t, whatever comes
  after it, be it inf or nan. A rollout that merely stops bootstraps.
- **Means** are over all B * T steps.
- **Constants**: the returns R are targets, and the advantages weigh the
  policy: neither carries a gradient. So the policy loss doesn't reach
  ``values``, and no loss reaches ``last_values``.
- **Forbidden actions** have a logit of -inf, at least one action of each step
  is allowed, and only allowed ones are taken. A probability of 0 adds 0 to the
  entropy, and all gradients stay finite. Other logits are finite, of any size.
"""

import torch


def bootstrapped_returns(
    rewards: torch.Tensor, terminated: torch.Tensor, last_values: torch.Tensor, gamma: float
) -> torch.Tensor:
    """The n-step return of every step of a rollout.

    Args:
        rewards: float tensor of shape (B, T), T >= 1.
        terminated: bool tensor of shape (B, T), whether the episode terminated
            with that step.
        last_values: tensor of shape (B,), the critic's value of the
            observation after the last step.
        gamma: the discount, from 0 to 1.

    Returns:
        A tensor of the shape and dtype of ``rewards`` without a graph
        (``requires_grad`` is False).

    Examples:
        >>> rewards = torch.tensor([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])
        >>> terminated = torch.tensor(
        ...     [[False, False, False], [False, True, False]]
        ... )
        >>> bootstrapped_returns(
        ...     rewards, terminated, torch.tensor([8.0, 8.0]), gamma=0.5
        ... ).tolist()
        [[3.75, 5.5, 7.0], [2.0, 2.0, 7.0]]
    """
    raise NotImplementedError


def a2c_losses(
    logits: torch.Tensor, values: torch.Tensor, actions: torch.Tensor, returns: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The policy loss, the value loss and the entropy of a rollout.

    Args:
        logits: float tensor of shape (B, T, A), -inf for forbidden actions.
        values: tensor of shape (B, T), the critic's V(s_t).
        actions: int64 tensor of shape (B, T), the actions taken.
        returns: tensor of shape (B, T), R. It is a constant, even if it
            carries a graph.

    Returns:
        (policy_loss, value_loss, entropy): three tensors without axes, the
        entropy in nats.

    Examples:
        >>> logits, actions = torch.zeros(1, 2, 2), torch.tensor([[0, 1]])
        >>> losses = a2c_losses(
        ...     logits,
        ...     torch.tensor([[1.0, 4.0]]),
        ...     actions,
        ...     torch.tensor([[2.0, 1.0]]),
        ... )
        >>> [round(loss.item(), 4) for loss in losses]
        [-0.6931, 2.5, 0.6931]
    """
    raise NotImplementedError


def a2c_loss(
    logits: torch.Tensor,
    values: torch.Tensor,
    actions: torch.Tensor,
    rewards: torch.Tensor,
    terminated: torch.Tensor,
    last_values: torch.Tensor,
    gamma: float,
    value_coef: float = 0.5,
    entropy_coef: float = 0.01,
) -> torch.Tensor:
    """The whole loss of a rollout.

    Args:
        logits: float tensor of shape (B, T, A), -inf for forbidden actions.
        values: tensor of shape (B, T), the critic's V(s_t).
        actions: int64 tensor of shape (B, T), the actions taken.
        rewards: tensor of shape (B, T).
        terminated: bool tensor of shape (B, T).
        last_values: tensor of shape (B,), the critic's value of the
            observation after the last step.
        gamma: the discount, from 0 to 1.
        value_coef: the weight of the value loss.
        entropy_coef: the weight of the entropy, which is rewarded.

    Returns:
        A tensor without axes, differentiable with respect to ``logits`` and
        ``values``.

    Examples:
        >>> logits, actions = torch.zeros(1, 1, 2), torch.tensor([[0]])
        >>> values = torch.tensor([[3.0]])
        >>> rewards = torch.tensor([[1.0]])
        >>> terminated = torch.tensor([[False]])
        >>> round(
        ...     a2c_loss(
        ...         logits,
        ...         values,
        ...         actions,
        ...         rewards,
        ...         terminated,
        ...         torch.tensor([8.0]),
        ...         0.5,
        ...         0.5,
        ...         0.1,
        ...     ).item(),
        ...     4,
        ... )
        2.3170
    """
    raise NotImplementedError
