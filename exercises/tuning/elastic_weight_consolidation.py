"""Elastic weight consolidation: learning a new task, keeping the old one.

A network that is trained on one task and then on another forgets the first.
Elastic weight consolidation (Kirkpatrick et al. 2017) holds each parameter
near its old value by a spring, whose stiffness says how much the old task
depends on it: the diagonal of the Fisher information. For a classifier with
parameters theta, N inputs of the old task and K classes,

    F_i = 1/N sum_n sum_k p(k | x_n) (d log p(k | x_n) / d theta_i)^2

    penalty = lambda / 2  sum_i F_i (theta_i - theta*_i)^2

with p = softmax of the logits, all taken at theta*, the parameters after the
old task. The penalty is added to the loss of the new task.

A parameter with F_i = 0 is free to move: nothing that the model said about the
old task depends on it. Where the old loss is at its minimum, F approximates
its second derivatives.

Conventions:

- **Labels**: the expectation runs over the model's own p(k | x), exactly; no
  labels are needed or drawn. (The "empirical" Fisher takes the labels of the
  data, other code those with the largest p: both are something else.)
- **Squares first**: the gradient of each sample and class is squared by
  itself, then averaged. The square of a mean gradient is 0 at an optimum.
- **Stability**: finite logits of any size give the right finite F.
- **Names** are those of `model.named_parameters()`. Parameters that don't
  require a gradient are left out, of F as of the penalty.
"""

import torch
from torch import nn


def fisher_diagonal(model: nn.Module, inputs: torch.Tensor) -> dict[str, torch.Tensor]:
    """The diagonal of the Fisher information of a classifier.

    Args:
        model: maps inputs of shape (N, ...) to logits of shape (N, K), each
            sample for itself; it isn't changed: its weights and its mode
            (training or not) stay, and nothing is left in ``.grad``.
        inputs: of the old task, N at least 1.

    Returns:
        A tensor for each trained parameter, by its name, of its shape.

    Examples:
        >>> model = nn.Linear(1, 2)
        >>> _ = model.load_state_dict({
        ...     "weight": torch.tensor([[0.0], [0.0]]),
        ...     "bias": torch.tensor([0.0, 0.0]),
        ... })
        >>> fisher = fisher_diagonal(model, torch.tensor([[2.0], [0.0]]))
        >>> fisher["weight"].tolist(), fisher["bias"].tolist()
        ([[0.5], [0.5]], [0.25, 0.25])
    """
    raise NotImplementedError


def ewc_penalty(
    model: nn.Module, fisher: dict[str, torch.Tensor], anchor: dict[str, torch.Tensor], strength: float
) -> torch.Tensor:
    """What is added to the loss of the new task.

    Args:
        model: the model while it learns the new task.
        fisher: F, by name.
        anchor: theta*, by name.
        strength: lambda, at least 0.

    Returns:
        A tensor without axes, differentiable with respect to the parameters of
        the model.

    Examples:
        >>> model = nn.Linear(1, 2, bias=False)
        >>> state = {"weight": torch.tensor([[3.0], [5.0]])}
        >>> _ = model.load_state_dict(state)
        >>> fisher = {"weight": torch.tensor([[0.5], [0.0]])}
        >>> anchor = {"weight": torch.tensor([[1.0], [1.0]])}
        >>> ewc_penalty(model, fisher, anchor, strength=10.0).item()
        10.0
    """
    raise NotImplementedError
