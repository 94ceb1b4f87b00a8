"""The training loop: batches in, a trained model and its loss curve out.

No step of the loop is difficult and each is easily forgotten, and a loop that
forgets one still trains, only worse: nothing crashes when gradients pile up,
when dropout is active during validation, or when the learning rate falls ten
times too fast.

An epoch of `training_loop` is three things, in this order.

1. **Steps.** In training mode, for each batch: forget all earlier gradients,
   those from before the call included, compute the loss of the batch, go
   backward, clip the gradients, let the optimizer step.
2. **Schedule.** `scheduler.step()`, once an epoch, after its optimizer steps;
   in the last epoch too, so that training can be continued by another call
   with the same objects.
3. **Validation.** `evaluate` on the validation batches.

Conventions:

- **Losses** are means over samples. `loss_fn(outputs, targets)` gives the mean
  of one batch, and batches may differ in size (the last one often does), so
  each batch counts with its number of samples, `len(inputs)`. The training
  loss of an epoch is made of the losses that its steps computed: in training
  mode, each before its own update.
- **Clipping** is by the global norm: g is the Euclidean norm of all gradients
  of the model taken together as one vector, and if g > max_norm, every
  gradient is multiplied by max_norm / g. The 1e-6 that torch adds to g is fine
  too. Parameters without a gradient, such as frozen ones, are left alone. The
  optimizer holds all the others.
- **Modes.** `evaluate` puts the model into eval mode and, when it is done,
  back into the mode that it came in. `training_loop` accepts a model in either
  mode and leaves it in eval mode.
- **Passes.** Each epoch takes one pass over the training batches and one over
  the validation batches, and `evaluate` takes one; nobody takes another. A
  loader that shuffles yields other batches in every pass, and may have no
  length.
"""

from collections.abc import Callable, Iterable

import torch
from torch import nn

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def evaluate(model: nn.Module, loss_fn: Loss, batches: Batches) -> float:
    """The mean loss of a model, in eval mode and without recording a graph.

    Weights, buffers and gradients stay as they are, and so does the mode.

    Args:
        model: maps a batch of inputs to a batch of outputs.
        loss_fn: takes (outputs, targets) and gives the mean loss of the batch,
            a tensor without axes.
        batches: an iterable of (inputs, targets), at least one; `len(inputs)`
            is the number of samples of a batch.

    Returns:
        The mean over all samples, a Python float.

    Examples:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = model.load_state_dict({"weight": torch.tensor([[0.0]])})
        >>> large = (
        ...     torch.tensor([[1.0], [2.0]]),
        ...     torch.tensor([[2.0], [4.0]]),
        ... )
        >>> small = torch.tensor([[3.0]]), torch.tensor([[6.0]])
        >>> round(
        ...     evaluate(model, nn.functional.mse_loss, [large, small]), 3
        ... )
        18.667
    """
    raise NotImplementedError


def training_loop(
    model: nn.Module,
    loss_fn: Loss,
    optimizer: torch.optim.Optimizer,
    train_batches: Batches,
    valid_batches: Batches,
    n_epochs: int,
    scheduler: torch.optim.lr_scheduler.LRScheduler | None = None,
    max_norm: float | None = None,
) -> dict[str, list[float]]:
    """Train a model and return its loss curves.

    Args:
        model: the model, changed in place.
        loss_fn: takes (outputs, targets) and gives the mean loss of the batch,
            a tensor without axes.
        optimizer: holds all parameters of the model that require a gradient.
        train_batches: an iterable of (inputs, targets), iterated once an
            epoch.
        valid_batches: the same, for validation.
        n_epochs: how many epochs to train, at least 0.
        scheduler: sets the learning rate of `optimizer`; None keeps it
            constant.
        max_norm: the largest global norm that the gradients of a step may
            have, above 0; None doesn't clip.

    Returns:
        {"train": losses, "valid": losses}: two lists of Python floats, with
        one loss per epoch each.

    Examples:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = model.load_state_dict({"weight": torch.tensor([[0.0]])})
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        >>> large = (
        ...     torch.tensor([[1.0], [2.0]]),
        ...     torch.tensor([[2.0], [4.0]]),
        ... )
        >>> small = torch.tensor([[3.0]]), torch.tensor([[6.0]])
        >>> curves = training_loop(
        ...     model,
        ...     nn.functional.mse_loss,
        ...     optimizer,
        ...     [large, small],
        ...     [large],
        ...     1,
        ... )
        >>> {
        ...     name: [round(loss, 3) for loss in losses]
        ...     for name, losses in curves.items()
        ... }
        {'train': [9.667], 'valid': [1.6]}
        >>> round(model.weight.item(), 3), model.training
        (2.8, False)
    """
    raise NotImplementedError
