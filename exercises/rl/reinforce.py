"""REINFORCE: the policy gradient from complete episodes.

A policy with parameters theta is to be improved by gradient ascent on J, the
expected return of an episode. The return isn't differentiable in the actions,
but its expectation is in their probabilities:

    grad J = E[sum over t of grad log pi(a_t | s_t) * (G_t - b_t)]
    G_t    = r_t + gamma * r_{t+1} + gamma^2 * r_{t+2} + ...

G_t is the return-to-go.

An action counts for the rewards from its own step on, not for earlier ones.
The baseline b_t may be any number that doesn't depend on a_t: it leaves the
expectation alone and takes away variance. Autograd wants a loss to descend,
whose gradient is minus this estimate, for B episodes:

    loss = -(1 / B) * sum over episodes and steps of
                      log pi(a_t | s_t) * (G_t - b_t)

Only the gradient of this loss means something: its value isn't the return, and
may rise while the policy improves.

Conventions:

- **Batch**: B episodes, padded at the end to T steps. ``mask`` (B, T) is True
  for the steps that happened. Padded entries of all other tensors may hold
  anything of the right dtype, inf and nan too (``actions``: any valid action).
  They change neither the loss nor a gradient, and their own gradient is 0.
- **Policy**: logits (B, T, A); pi is their softmax over the last axis. The
  loss is right for finite logits of any size.
- **Scale**: summed over the steps of an episode, averaged over the B episodes.
  Long episodes count more.
- **Discount**: gamma discounts within G_t only. The factor gamma^t that the
  gradient of a discounted J would have is left out, as is usual.
- **Constants**: returns and baseline get no gradient from the loss, even if
  they come from a network.
"""

import torch


def returns_to_go(rewards: torch.Tensor, mask: torch.Tensor, gamma: float) -> torch.Tensor:
    """The discounted sum of the rewards from each step to the end of its
    episode.

    Args:
        rewards: float tensor of shape (B, T).
        mask: bool tensor of shape (B, T), True for the steps that happened,
            which come first in each row.
        gamma: the discount, from 0 to 1.

    Returns:
        A tensor of the shape and dtype of ``rewards``: G_t, and 0 at padded
        steps.

    Examples:
        >>> mask = torch.tensor([[True, True, True], [True, False, False]])
        >>> returns_to_go(
        ...     torch.tensor([[1.0, 2.0, 4.0], [3.0, 9.0, 9.0]]),
        ...     mask,
        ...     gamma=0.5,
        ... ).tolist()
        [[3.0, 4.0, 4.0], [3.0, 0.0, 0.0]]
    """
    raise NotImplementedError


def reinforce_loss(
    logits: torch.Tensor,
    actions: torch.Tensor,
    rewards: torch.Tensor,
    mask: torch.Tensor,
    gamma: float,
    baseline: torch.Tensor | None = None,
) -> torch.Tensor:
    """The loss whose gradient is minus the policy gradient estimate.

    Args:
        logits: float tensor of shape (B, T, A), B >= 1.
        actions: int64 tensor of shape (B, T), the actions taken.
        rewards: tensor of shape (B, T) and of the dtype of ``logits``.
        mask: bool tensor of shape (B, T), True for the steps that happened.
        gamma: the discount, from 0 to 1.
        baseline: b, a tensor of shape (B, T) and of the dtype of ``logits``;
            None means 0.

    Returns:
        A tensor without axes, differentiable with respect to ``logits`` only.

    Examples:
        Two actions of equal probability, with log(1/2) = -0.693, and
        returns-to-go of 3 and 2:

        >>> logits, actions = torch.zeros(1, 2, 2), torch.tensor([[0, 1]])
        >>> rewards = torch.tensor([[1.0, 2.0]])
        >>> mask = torch.tensor([[True, True]])
        >>> round(
        ...     reinforce_loss(
        ...         logits, actions, rewards, mask, gamma=1.0
        ...     ).item(),
        ...     4,
        ... )
        3.4657
        >>> baseline = torch.tensor([[3.0, 1.0]])
        >>> round(
        ...     reinforce_loss(
        ...         logits,
        ...         actions,
        ...         rewards,
        ...         mask,
        ...         gamma=1.0,
        ...         baseline=baseline,
        ...     ).item(),
        ...     4,
        ... )
        0.6931
    """
    raise NotImplementedError


def mean_return_baseline(rewards: torch.Tensor, mask: torch.Tensor, gamma: float) -> torch.Tensor:
    """A baseline without a network: what the other episodes of the batch
    returned on average from the same step on.

    For step t of episode i it is the mean of G_t over the other episodes that
    were still running at step t (whose mask is True there), and 0 if there is
    none. Episode i itself is left out, since its own G_t depends on a_t.

    Args:
        rewards: float tensor of shape (B, T).
        mask: bool tensor of shape (B, T).
        gamma: the discount, from 0 to 1.

    Returns:
        A tensor of the shape and dtype of ``rewards``; 0 at padded steps.

    Examples:
        >>> rewards = torch.tensor([[1.0, 2.0], [3.0, 0.0], [5.0, 4.0]])
        >>> mask = torch.tensor([[True, True], [True, False], [True, True]])
        >>> mean_return_baseline(rewards, mask, gamma=1.0).tolist()
        [[6.0, 4.0], [6.0, 0.0], [3.0, 2.0]]
    """
    raise NotImplementedError
