"""Soft actor-critic: the losses of an agent that is paid for its entropy too.

SAC maximises the expected return plus alpha times the entropy of the policy at
every step. The agent explores as long as it costs little, and the policy stays
stochastic. Actions are continuous: the policy is a Gaussian squashed by tanh,

    u = mean + exp(log_std) * noise,     noise ~ N(0, I),     a = tanh(u)
    log pi(a | s) = sum over the A entries of
                    [log N(u; mean, exp(log_std)^2) - log(1 - tanh(u)^2)]

where the second term is the change of variables from u to a. The losses, as
means over a batch:

    y           = r + gamma * (min(Q1_target(s', a'), Q2_target(s', a'))
                               - alpha * log pi(a' | s')),  a' ~ pi(s')
    critic loss = mean of (Q1(s, a) - y)^2 / 2
                  + mean of (Q2(s, a) - y)^2 / 2
    actor loss  = mean of alpha * log pi(a~ | s)
                  - min(Q1(s, a~), Q2(s, a~)),              a~ ~ pi(s)
    temperature = mean of -alpha * (log pi(a~ | s) + target_entropy)
    alpha       = exp(log_alpha)

The temperature loss raises alpha while the policy's entropy, about -log pi, is
below the target, and else lowers it.

Conventions:

- **Reparametrisation**: the noise is handed in, so that actions and
  log-probabilities are differentiable functions of mean and log_std, also
  through u.
- **Stability**: tanh(u) is 1 in floating point from about u = 9 (float32) or
  19 (float64) on, and log(1 - 1) is -inf. Values and gradients of the
  log-probability are right for any finite u. No small constant is added.
- **Termination**: where ``terminated`` is True, y = r: value and entropy bonus
  of s' are both cut, even if they are inf or nan.
- **Who learns**: y is a constant. alpha and ``log_alpha`` get a gradient from
  the temperature loss alone, and that loss has a gradient for nothing else:
  the log-probabilities are constants in it. The actor loss is differentiable
  with respect to ``log_probs``, ``q1`` and ``q2``, through which the actor is
  reached.
- **log_alpha** is a tensor without axes. The temperature loss uses
  alpha = exp(log_alpha), as the paper does, not log_alpha in its place.
"""

import torch


def squashed_gaussian(
    mean: torch.Tensor, log_std: torch.Tensor, noise: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Actions of the squashed Gaussian policy, and their log-probabilities.

    Args:
        mean: float tensor of shape (B, A).
        log_std: tensor of shape (B, A), the logarithm of the standard
            deviation before squashing.
        noise: tensor of shape (B, A), draws from N(0, 1).

    Returns:
        (actions, log_probs): a tensor of shape (B, A) with entries in [-1, 1],
        and a tensor of shape (B,), in nats. Both are differentiable with
        respect to ``mean`` and ``log_std``.

    Examples:
        >>> zero = torch.zeros(1, 2)
        >>> actions, log_probs = squashed_gaussian(zero, zero, zero)
        >>> actions.tolist(), round(log_probs.item(), 4)
        ([[0.0, 0.0]], -1.8379)
        >>> actions, log_probs = squashed_gaussian(zero + 50.0, zero, zero)
        >>> actions.tolist(), round(log_probs.item(), 4)
        ([[1.0, 1.0]], 195.3895)
    """
    raise NotImplementedError


def soft_targets(
    rewards: torch.Tensor,
    terminated: torch.Tensor,
    next_q1: torch.Tensor,
    next_q2: torch.Tensor,
    next_log_probs: torch.Tensor,
    log_alpha: torch.Tensor,
    gamma: float,
) -> torch.Tensor:
    """The targets y of both critics.

    Args:
        rewards: float tensor of shape (B,).
        terminated: bool tensor of shape (B,).
        next_q1: tensor of shape (B,), Q1_target(s', a').
        next_q2: tensor of shape (B,), Q2_target(s', a').
        next_log_probs: tensor of shape (B,), log pi(a' | s').
        log_alpha: tensor without axes.
        gamma: the discount, from 0 to 1.

    Returns:
        A tensor of shape (B,) without a graph (``requires_grad`` is False).

    Examples:
        >>> rewards = torch.tensor([1.0, 1.0])
        >>> terminated = torch.tensor([False, True])
        >>> next_q1 = torch.tensor([4.0, 4.0])
        >>> next_q2 = torch.tensor([6.0, 6.0])
        >>> log_alpha = torch.tensor(0.0)
        >>> soft_targets(
        ...     rewards,
        ...     terminated,
        ...     next_q1,
        ...     next_q2,
        ...     torch.tensor([-2.0, -2.0]),
        ...     log_alpha,
        ...     0.5,
        ... ).tolist()
        [4.0, 1.0]
    """
    raise NotImplementedError


def sac_critic_loss(q1: torch.Tensor, q2: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The sum of both critics' losses, each half a mean squared error.

    Args:
        q1: tensor of shape (B,), Q1(s, a).
        q2: tensor of shape (B,), Q2(s, a).
        targets: tensor of shape (B,), y; a constant, even if it carries a
            graph.

    Returns:
        A tensor without axes, differentiable with respect to ``q1`` and ``q2``
        only.

    Examples:
        >>> sac_critic_loss(
        ...     torch.tensor([1.0, 2.0]),
        ...     torch.tensor([0.0, 0.0]),
        ...     torch.tensor([1.0, 0.0]),
        ... ).item()
        1.25
    """
    raise NotImplementedError


def sac_actor_loss(
    log_probs: torch.Tensor, q1: torch.Tensor, q2: torch.Tensor, log_alpha: torch.Tensor
) -> torch.Tensor:
    """The loss of the policy.

    Args:
        log_probs: tensor of shape (B,), log pi(a~ | s).
        q1: tensor of shape (B,), Q1(s, a~).
        q2: tensor of shape (B,), Q2(s, a~).
        log_alpha: tensor without axes.

    Returns:
        A tensor without axes, differentiable with respect to ``log_probs``,
        ``q1`` and ``q2``, not to ``log_alpha``.

    Examples:
        >>> log_probs = torch.tensor([-1.0, 2.0])
        >>> q1 = torch.tensor([3.0, 5.0])
        >>> q2 = torch.tensor([4.0, 1.0])
        >>> sac_actor_loss(log_probs, q1, q2, torch.tensor(0.0)).item()
        -1.5
    """
    raise NotImplementedError


def sac_temperature_loss(log_probs: torch.Tensor, log_alpha: torch.Tensor, target_entropy: float) -> torch.Tensor:
    """The loss of the temperature.

    Args:
        log_probs: tensor of shape (B,), log pi(a~ | s).
        log_alpha: tensor without axes.
        target_entropy: the entropy to hold, in nats; often -A.

    Returns:
        A tensor without axes, differentiable with respect to ``log_alpha``
        only.

    Examples:
        >>> sac_temperature_loss(
        ...     torch.tensor([-1.0, -2.0]), torch.tensor(0.0), -2.0
        ... ).item()
        3.5
    """
    raise NotImplementedError
