"""Generalised advantage estimation: how much better an action turned out than
the critic had expected.

Policy gradients weigh each action by its advantage. One step and the critic
give the TD error, which has little variance and the critic's bias; the whole
return has no bias and much variance. GAE mixes all lengths between them, with
a weight that falls by gamma * lambda with each step:

    delta_t = r_t + gamma * V(s_{t+1}) - V(s_t)
    A_t     = delta_t + gamma * lambda * A_{t+1}
            = sum over k of (gamma * lambda)^k * delta_{t+k}
    R_t     = A_t + V(s_t)               the target of the critic

lambda = 0 leaves the TD error, lambda = 1 the return minus the value. PPO runs
on this, with lambda = 0.95, for robots as for language models.

Experience comes in B streams of T steps each, with ends of episodes in them.
An episode ends in one of two ways, and they are not the same:

- **terminated**: the world ended (the robot fell, the text is complete). No
  state follows, so V(s_{t+1}) counts as 0.
- **truncated**: a clock ran out. The state after it had a value, which still
  counts.

After either, and after the last step of a stream, the next step belongs to
another episode: the sum stops there.

Conventions:

- **next_values** has V(s_{t+1}) for each step, where s_{t+1} is the state that
  the step itself led to; after a truncation that isn't the state in which the
  next episode begins. What it says after a termination has no influence, even
  if it is inf or nan.
- **Both flags** may be set: then the step is terminated.
- **Constants**: no result has a graph, also when the values have one.
- **Nothing is normalised**: PPO does so per mini-batch, later.
- **Dtype**: that of the values. B and T are at least 1.
"""

import torch


def td_errors(
    rewards: torch.Tensor, values: torch.Tensor, next_values: torch.Tensor, terminated: torch.Tensor, gamma: float
) -> torch.Tensor:
    """The TD error delta of each step.

    Args:
        rewards: r, shape (B, T).
        values: V(s_t), shape (B, T).
        next_values: V(s_{t+1}), shape (B, T).
        terminated: bool, shape (B, T).
        gamma: the discount, from 0 to 1.

    Returns:
        A tensor of shape (B, T), ``requires_grad`` False.

    Examples:
        >>> td_errors(
        ...     torch.tensor([[1.0, 2.0]]),
        ...     torch.tensor([[3.0, 4.0]]),
        ...     torch.tensor([[4.0, 9.0]]),
        ...     torch.tensor([[False, True]]),
        ...     gamma=0.5,
        ... ).tolist()
        [[0.0, -2.0]]
    """
    raise NotImplementedError


def generalized_advantage(
    rewards: torch.Tensor,
    values: torch.Tensor,
    next_values: torch.Tensor,
    terminated: torch.Tensor,
    truncated: torch.Tensor,
    gamma: float,
    lam: float,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The advantage of each step, and the critic's target.

    Args:
        rewards: r, shape (B, T).
        values: V(s_t), shape (B, T).
        next_values: V(s_{t+1}), shape (B, T).
        terminated: bool, shape (B, T).
        truncated: bool, shape (B, T).
        gamma: the discount, from 0 to 1.
        lam: lambda, from 0 to 1.

    Returns:
        (advantages, returns): A and R, two tensors of shape (B, T),
        ``requires_grad`` False.

    Examples:
        >>> ended = torch.tensor([[False, True, False]])
        >>> going_on = torch.tensor([[False, False, False]])
        >>> rewards = torch.tensor([[1.0, 2.0, 4.0]])
        >>> values = torch.tensor([[0.0, 0.0, 8.0]])
        >>> next_values = torch.tensor([[0.0, 6.0, 8.0]])
        >>> A, R = generalized_advantage(
        ...     rewards, values, next_values, ended, going_on, 0.5, 0.5
        ... )
        >>> A.tolist(), R.tolist()
        ([[1.5, 2.0, 0.0]], [[1.5, 2.0, 8.0]])
        >>> A, R = generalized_advantage(
        ...     rewards, values, next_values, going_on, ended, 0.5, 0.5
        ... )
        >>> A.tolist(), R.tolist()
        ([[2.25, 5.0, 0.0]], [[2.25, 5.0, 8.0]])
    """
    raise NotImplementedError
