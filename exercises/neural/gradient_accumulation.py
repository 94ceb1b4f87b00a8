"""Gradient accumulation: the step of a large batch with the memory of a small
one.

The activations of a large batch may not fit into memory. So it is cut into
micro-batches, each of which goes forward and backward by itself; the gradients
add up in ``.grad``, and the optimizer steps once at the end. Done right, the
step is that of the full batch up to rounding. What is easily done wrong is the
mean: for years, popular libraries averaged the mean losses of the
micro-batches, which is something else as soon as they differ in size.

The loss is the cross-entropy of a classifier or a language model, a mean over
all N real targets of all micro-batches,

    loss = 1/N * sum over all real targets of -log softmax(logits)[target]

Conventions:

- **Real targets**: a target of -100 is padding and has no loss. N counts the
  others, over all micro-batches of the step, so that every real target has the
  same weight wherever it stands. Micro-batches may differ in size and in their
  number of real targets, and some may have none.
- **One graph at a time**: every micro-batch goes through the model once, and
  backward before the next one goes forward. (One without real targets may be
  left out.)
- **Clipping** acts once, on the accumulated gradient: with g its Euclidean
  norm over all parameters, if g > max_norm, every gradient is multiplied by
  max_norm / g. The 1e-6 that torch adds to g is fine too. Frozen parameters
  have no gradient and are left alone.
- **Earlier gradients** are forgotten: what stood in ``.grad`` before doesn't
  count. What is left there afterwards is up to you.
- **Nothing to learn from**: without a single real target, N = 0, no step is
  made and neither the weights nor the optimizer's memory change; the loss is
  0.0.
- **The mode** of the model, training or eval, stays as it is. The model has no
  batch norm, which would see the micro-batches and not the full batch.
"""

from collections.abc import Iterable

import torch
from torch import nn

Batch = tuple[torch.Tensor, torch.Tensor]


def accumulated_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, micro_batches: list[Batch], max_norm: float | None = None
) -> float:
    """One optimizer step from the gradient of all micro-batches together.

    Args:
        model: maps inputs to logits of shape (B, V) or (B, T, V), changed in
            place.
        optimizer: holds all parameters of the model that require a gradient,
            changed in place.
        micro_batches: pairs (inputs, targets); targets are int64 of shape (B,)
            or (B, T), class ids from 0 to V - 1 or -100. B and T may differ
            between the pairs.
        max_norm: the largest norm of the accumulated gradient, above 0; None
            doesn't clip.

    Returns:
        The loss before the step, a Python float.

    Examples:
        >>> model = torch.nn.Linear(1, 2, bias=False)
        >>> _ = model.load_state_dict({"weight": torch.zeros(2, 1)})
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> large = (
        ...     torch.tensor([[1.0], [1.0], [1.0]]),
        ...     torch.tensor([0, 0, 0]),
        ... )
        >>> small = torch.tensor([[1.0], [5.0]]), torch.tensor([1, -100])
        >>> round(accumulated_step(model, optimizer, [large, small]), 4)
        0.6931
        >>> model.weight.tolist()
        [[0.25], [-0.25]]
    """
    raise NotImplementedError


def accumulated_epoch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    batches: Iterable[Batch],
    n_accumulate: int,
    max_norm: float | None = None,
) -> list[float]:
    """One pass over the data, with a step after every ``n_accumulate``
    batches.

    Args:
        model: as for ``accumulated_step``.
        optimizer: as for ``accumulated_step``.
        batches: an iterable of pairs (inputs, targets), iterated once; it may
            have no length.
        n_accumulate: how many consecutive batches make a step, at least 1.
            Batches that are left over at the end make a step of their own,
            with their own N.
        max_norm: as for ``accumulated_step``.

    Returns:
        The losses of the groups, one Python float for each, in order.

    Raises:
        ValueError: if ``n_accumulate`` is less than 1.

    Examples:
        >>> model = torch.nn.Linear(1, 2, bias=False)
        >>> _ = model.load_state_dict({"weight": torch.zeros(2, 1)})
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> batch = torch.tensor([[1.0]]), torch.tensor([0])
        >>> [
        ...     round(loss, 4)
        ...     for loss in accumulated_epoch(
        ...         model, optimizer, [batch] * 5, n_accumulate=2
        ...     )
        ... ]
        [0.6931, 0.3133, 0.1946]
    """
    raise NotImplementedError
