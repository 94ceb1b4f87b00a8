"""Weight averaging: evaluate the mean of the weights, train on with the last.

The weights of a model that is trained with a constant or slowly falling
learning rate bounce around a good point. Their average lies nearer to it, and
costs one more copy of the model. Diffusion models are sampled from an
exponential moving average (EMA), self-supervised methods take one as their
teacher, and stochastic weight averaging (SWA) takes the plain mean of
snapshots. After t updates with the parameters w_1 ... w_t,

    EMA:   a_t = decay * a_{t-1} + (1 - decay) * w_t,        a_0 = 0
           average = a_t / (1 - decay^t)
    SWA:   average = (w_1 + ... + w_t) / t

The divisor corrects the start at 0, so that the average of one update is w_1.

To evaluate, the average is put into the model, and afterwards the model gets
its own weights back and goes on training.

Conventions:

- **Buffers**, as batch norm's running mean and its integer counter, are not
  averaged: the average has those of the last update, unchanged.
- **Same objects**: the model keeps its parameters and gets other values, so
  that an optimizer that was made before still trains it.
- **A copy**: what was taken in by ``update``, and what ``average`` returned,
  is not changed by what happens to the model or the average later.

``Net``, ``sgd``, ``drift`` and ``average_and_go_on`` are given, for your
experiments and the checks.
"""

import numpy as np
import torch
from torch import nn


class WeightAverage:
    """A running average of the weights of one model.

    Args:
        model: any module with float parameters, and perhaps buffers.
        decay: of the EMA, from 0 to below 1; None for SWA's plain mean.

    Examples:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> ema = WeightAverage(model, decay=0.5)
        >>> for w in (3.0, 6.0):
        ...     _ = model.load_state_dict({"weight": torch.tensor([[w]])})
        ...     ema.update()
        >>> ema.average()["weight"].item()
        5.0
        >>> ema.apply()
        >>> model.weight.item()
        5.0
        >>> ema.restore()
        >>> model.weight.item()
        6.0
    """

    def __init__(self, model: nn.Module, decay: float | None = None) -> None:
        raise NotImplementedError

    def update(self) -> None:
        """Take in the present weights of the model."""
        raise NotImplementedError

    def average(self) -> dict[str, torch.Tensor]:
        """The average.

        Returns:
            A tensor for each name of the model's state dict, parameters and
            buffers, without gradients.

        Raises:
            RuntimeError: before the first ``update``.
        """
        raise NotImplementedError

    def apply(self) -> None:
        """Put the average into the model, and keep the model's own parameters
        and buffers for ``restore``.

        Raises:
            RuntimeError: before the first ``update``, or if the average is in
                the model already.
        """
        raise NotImplementedError

    def restore(self) -> None:
        """Give the model back the parameters and buffers that it had before
        ``apply``.

        Raises:
            RuntimeError: if the average isn't in the model.
        """
        raise NotImplementedError


# given
class Net(nn.Module):
    """A linear layer from 3 to 2 features and a batch norm, which has buffers.

    Examples:
        >>> len(list(Net().parameters())), len(list(Net().buffers()))
        (4, 3)
    """

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(3, 2)
        self.norm = nn.BatchNorm1d(2)


# given
def sgd(model: nn.Module) -> torch.optim.Optimizer:
    """An optimizer for all parameters of the model, with a learning rate of 1.

    Examples:
        >>> len(sgd(Net()).param_groups[0]["params"])
        4
    """
    return torch.optim.SGD(model.parameters(), lr=1.0)


# given
def drift(optimizer: torch.optim.Optimizer, by: float) -> None:
    """One step of the optimizer that adds ``by`` to each entry.

    Examples:
        >>> model = nn.Linear(1, 1)
        >>> _ = model.load_state_dict(
        ...     {"weight": torch.ones(1, 1), "bias": torch.zeros(1)}
        ... )
        >>> drift(sgd(model), 2.0)
        >>> model.weight.item(), model.bias.item()
        (3.0, 2.0)
    """
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.grad = torch.full_like(parameter, -by)
    optimizer.step()


# given
def average_and_go_on(average: "WeightAverage", optimizer: torch.optim.Optimizer, by: float) -> dict[str, np.ndarray]:
    """The average as arrays; after that a step of the model and an update.

    Examples:
        >>> model = nn.Linear(1, 1)
        >>> average = WeightAverage(model)
        >>> average.update()
        >>> old = model.weight.item()
        >>> first = average_and_go_on(average, sgd(model), 2.0)
        >>> first["weight"].item() == old
        True
    """
    # A tensor with a graph refuses this.
    first = {name: x.numpy() for name, x in average.average().items()}
    drift(optimizer, by)
    average.update()
    return first
