"""The loss of deep Q-learning: Q-learning's target, with a network in place of
the table.

A network maps an observation to the values of all A actions. Tabular
Q-learning moves one entry towards its target; here the network is moved by a
gradient, which changes its values everywhere, those inside the target too. DQN
keeps learning stable with two tricks: batches from a replay buffer, and a
second network that makes the targets, with weights that follow the online
network slowly. For transition i of a batch,

    DQN:     y_i = r_i + gamma * max_a Q_target(s'_i, a)
    double:  y_i = r_i + gamma * Q_target(s'_i, argmax_a Q_online(s'_i, a))
    both:    loss = mean over i of huber(Q_online(s_i, a_i) - y_i)

The maximum over noisy values is too high on average. Double DQN lets one
network choose the action and the other one value it, which takes most of this
bias away.

Conventions:

- **Networks** are modules that map observations (B, ...) to action values
  (B, A).
- **Batch**: a dict of tensors, as `replay_buffer` gives them: "observations"
  and "next_observations" of shape (B, ...), "actions" (B,) int64, "rewards"
  (B,), "terminated" (B,) bool. Observations and rewards have the dtype of the
  networks' weights, and so have the targets and the loss.
- **Termination**: where ``terminated`` is True the target is the reward alone,
  whatever the networks say about s', even if they say inf or nan. A truncated
  step isn't terminated and bootstraps.
- **Targets are constants**: no gradient flows through y, to either network.
- **Huber loss** with threshold 1: huber(d) = d^2 / 2 for |d| <= 1, else
  |d| - 1/2. Its gradient lies between -1 and 1, which is what the paper means
  by clipping the error. The loss is the mean over the batch.
"""

import torch
from torch import nn


def dqn_targets(
    online: nn.Module, target: nn.Module, batch: dict[str, torch.Tensor], gamma: float, double: bool = False
) -> torch.Tensor:
    """The targets y of a batch.

    Args:
        online: the network that learns.
        target: the network that makes the targets.
        batch: B transitions, see above.
        gamma: the discount, from 0 to 1.
        double: whether the online network chooses the next action, as in
            double DQN.

    Returns:
        A tensor of shape (B,) without a graph (``requires_grad`` is False).

    Examples:
        >>> online = torch.nn.Linear(2, 2, bias=False)
        >>> target = torch.nn.Linear(2, 2, bias=False)
        >>> _ = online.load_state_dict(
        ...     {"weight": torch.tensor([[1.0, 0.0], [0.0, 1.0]])}
        ... )
        >>> _ = target.load_state_dict(
        ...     {"weight": torch.tensor([[4.0, 0.0], [8.0, 0.0]])}
        ... )
        >>> batch = {
        ...     "observations": torch.tensor([[3.0, 1.0], [0.0, 5.0]]),
        ...     "actions": torch.tensor([0, 1]),
        ...     "rewards": torch.tensor([1.0, 2.0]),
        ...     "next_observations": torch.tensor([[1.0, 0.5], [1.0, 0.5]]),
        ...     "terminated": torch.tensor([False, True]),
        ... }
        >>> dqn_targets(online, target, batch, gamma=0.5).tolist()
        [5.0, 2.0]
        >>> dqn_targets(
        ...     online, target, batch, gamma=0.5, double=True
        ... ).tolist()
        [3.0, 2.0]
    """
    raise NotImplementedError


def dqn_loss(
    online: nn.Module, target: nn.Module, batch: dict[str, torch.Tensor], gamma: float, double: bool = False
) -> torch.Tensor:
    """The mean Huber loss between the values of the actions taken and their
    targets.

    Args:
        online: the network that learns.
        target: the network that makes the targets.
        batch: B transitions, B >= 1.
        gamma: the discount, from 0 to 1.
        double: whether the targets are those of double DQN.

    Returns:
        A tensor without axes, differentiable with respect to the parameters of
        ``online``. The parameters of ``target`` get no gradient from it.

    Examples:
        >>> net = torch.nn.Linear(1, 2, bias=False)
        >>> _ = net.load_state_dict(
        ...     {"weight": torch.tensor([[1.0], [2.0]])}
        ... )
        >>> batch = {
        ...     "observations": torch.tensor([[1.0], [2.0]]),
        ...     "actions": torch.tensor([1, 0]),
        ...     "rewards": torch.tensor([1.5, 5.0]),
        ...     "next_observations": torch.tensor([[0.0], [9.0]]),
        ...     "terminated": torch.tensor([False, True]),
        ... }
        >>> dqn_loss(net, net, batch, gamma=0.9).item()
        1.3125
    """
    raise NotImplementedError


def soft_update(target: nn.Module, online: nn.Module, tau: float) -> None:
    """Move each parameter of the target network a part tau of the way to the
    online network, in place.

    theta_target <- (1 - tau) * theta_target + tau * theta_online. With tau = 1
    this is the hard update of the DQN paper, a plain copy. The online network
    doesn't change, and the two share no memory afterwards.

    Args:
        target: the network to change.
        online: a network with the same parameters.
        tau: from 0 to 1, small as a rule.

    Returns:
        None.

    Examples:
        >>> online = torch.nn.Linear(2, 1, bias=False)
        >>> target = torch.nn.Linear(2, 1, bias=False)
        >>> _ = online.load_state_dict(
        ...     {"weight": torch.tensor([[4.0, 8.0]])}
        ... )
        >>> _ = target.load_state_dict(
        ...     {"weight": torch.tensor([[0.0, 16.0]])}
        ... )
        >>> soft_update(target, online, tau=0.25)
        >>> target.weight.tolist(), online.weight.tolist()
        ([[1.0, 14.0]], [[4.0, 8.0]])
    """
    raise NotImplementedError
