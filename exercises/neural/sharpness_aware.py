"""SAM: step against the gradient of the worst point nearby.

Two minima with the same training loss can differ in what lies around them. In
a sharp one the loss rises steeply when the weights move a little, in a flat
one it doesn't, and flat ones tend to generalise better. Sharpness-aware
minimization (SAM) minimises the largest loss within the distance rho of the
weights w. To first order, that loss is reached by a step along the gradient:

    e = rho * g / (|g| + 1e-12),       g = gradient of the loss at w

and the weights are then moved from w (not from w + e) with the gradient that
was taken at w + e:

    w <- w - lr * (gradient of the loss at w + e)

The second line is what a base optimizer does with that gradient; it may be SGD
with momentum or any other. A step of SAM costs two gradients. Vision
transformers without large-scale pretraining profit most.

Conventions:

- **One norm**: |g| is the root of the sum of squares over the gradients of all
  parameters together.
- **The base optimizer** steps once, in ``descend``, and never sees g.
- **Restored**: the base optimizer starts from w exactly, not from w + e - e,
  which is rounded.
- **No gradient**: a parameter whose grad is None (it is frozen) takes no part.
- **A gradient of zeros** moves nothing: e is 0.
- **The caller** sets gradients to zero and computes them, as ``train`` does,
  which is given, as are ``linear`` and ``sgd``.
"""

import torch
from torch import nn


class SAM:
    """Both halves of a step around a base optimizer.

    Args:
        optimizer: the base optimizer; it holds the parameters, in one or more
            groups.
        rho: the distance of the ascent, at least 0.

    Raises:
        ValueError: if rho is negative.

    Examples:
        >>> model = linear([[3.0, 4.0]])
        >>> x, y = torch.eye(2), torch.zeros(2, 1)
        >>> sam = SAM(sgd(model, lr=1.0), rho=10.0)
        >>> train(model, sam, x, y, n_steps=1)
        [(6.25, 56.25)]
        >>> model.weight.tolist()
        [[-1.5, -2.0]]
    """

    def __init__(self, optimizer: torch.optim.Optimizer, rho: float = 0.05) -> None:
        raise NotImplementedError

    def ascend(self) -> None:
        """Move the parameters from w to w + e, in place, with the gradients
        that they have.

        Raises:
            RuntimeError: if the parameters are at w + e already.
        """
        raise NotImplementedError

    def descend(self) -> None:
        """Put the parameters back to w and let the base optimizer step, with
        the gradients that they have.

        Raises:
            RuntimeError: if there was no ``ascend`` before.
        """
        raise NotImplementedError


# given
def linear(weight: list[list[float]], bias: list[float] | None = None, frozen: bool = False) -> nn.Linear:
    """A linear model in float64 with these weights.

    Args:
        weight: the rows of the weight.
        bias: the bias, or None for a model without one.
        frozen: True gives a bias that isn't trained.

    Examples:
        >>> linear([[3.0, 4.0]]).weight.tolist()
        [[3.0, 4.0]]
    """
    w = torch.tensor(weight, dtype=torch.float64)
    model = nn.Linear(w.shape[1], w.shape[0], bias is not None, dtype=torch.float64)
    model.weight.data = w
    if bias is not None:
        model.bias.data = torch.tensor(bias, dtype=torch.float64)
        model.bias.requires_grad_(not frozen)
    return model


# given
def sgd(model: nn.Module, lr: float, momentum: float = 0.0) -> torch.optim.Optimizer:
    """A base optimizer with each parameter in a group of its own.

    Examples:
        >>> len(sgd(linear([[1.0]], [0.0]), lr=0.5).param_groups)
        2
    """
    groups = [{"params": [p]} for p in model.parameters()]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


# given
def slope(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    """Leave the gradient of half the mean of the squared errors in the
    parameters, and return that loss.

    Examples:
        >>> model = linear([[3.0]])
        >>> slope(model, torch.ones(1, 1), torch.zeros(1, 1))
        4.5
        >>> model.weight.grad.tolist()
        [[3.0]]
    """
    model.zero_grad()
    loss = ((model(x.double()) - y.double()) ** 2).mean() / 2
    loss.backward()
    return loss.item()


# given
def train(model: nn.Module, sam: "SAM", x: torch.Tensor, y: torch.Tensor, n_steps: int) -> list[tuple[float, float]]:
    """Train with SAM.

    Returns:
        For each step the loss at w and the loss at w + e.

    Examples:
        >>> model = linear([[2.0]])
        >>> sam = SAM(sgd(model, lr=0.5), rho=1.0)
        >>> train(model, sam, torch.ones(1, 1), torch.zeros(1, 1), 2)
        [(2.0, 4.5), (0.125, 1.125)]
    """
    losses = []
    for _ in range(n_steps):
        before = slope(model, x, y)
        sam.ascend()
        losses.append((before, slope(model, x, y)))
        sam.descend()
    return losses
