"""Stochastic gradient descent with momentum, in Polyak's and in Nesterov's
form, with weight decay.

Plain gradient descent zigzags across a narrow valley and crawls along it.
Momentum keeps a velocity, a sum of the gradients so far in which older ones
fade: what points back and forth cancels, what points the same way adds up to
as much as 1 / (1 - momentum) times one gradient. For a parameter p with the
gradient g one step is

    d = g + weight_decay * p
    v = momentum * v + d                  v = 0 before the first step
    u = d + momentum * v  with Nesterov, else  u = v
    p = p - lr * u

Nesterov's form takes the gradient where the velocity is about to lead; written
like this, as torch does, it needs no second evaluation.

Conventions:

- **Weight decay** is the gradient of weight_decay / 2 * |p|^2. It is added to
  g, so it goes through the velocity too.
- **lr** is an attribute and may be set between two steps, as a schedule does.
  The velocity doesn't contain it: a new lr scales the whole of the next move.
- **Parameters** and gradients are dicts of arrays by name, of any shapes.
  ``step`` returns a new dict. Arrays that were handed in are not changed, and
  arrays that were returned are not changed by later steps.
- **State** belongs to one optimiser and one name: every parameter has a
  velocity of its own.
- **No gradient**: a parameter whose name isn't in grads stays as it is,
  without decay, and so does its velocity.
- **Dtype**: float32 parameters have float32 gradients and stay float32; the
  same holds for float64.

``run`` is given. It makes many steps in a row, in your experiments and in the
checks.
"""

from typing import Any

import numpy as np

Params = dict[str, np.ndarray]


class SGD:
    """The optimiser.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        momentum: how much of the velocity survives a step, from 0 to below 1.
        weight_decay: at least 0.
        nesterov: True takes Nesterov's form.

    Raises:
        ValueError: if ``nesterov`` is True and ``momentum`` is 0.

    Examples:
        >>> optimizer = SGD(lr=0.5, momentum=0.5)
        >>> params = optimizer.step(
        ...     {"w": np.array([4.0])}, {"w": np.array([2.0])}
        ... )
        >>> params["w"].tolist()
        [3.0]
        >>> optimizer.step(params, {"w": np.array([2.0])})["w"].tolist()
        [1.5]
        >>> SGD(lr=0.5, momentum=0.5, nesterov=True).step(
        ...     {"w": np.array([4.0])}, {"w": np.array([2.0])}
        ... )["w"].tolist()
        [2.5]
        >>> SGD(lr=0.5, weight_decay=0.25).step(
        ...     {"w": np.array([4.0])}, {"w": np.array([2.0])}
        ... )["w"].tolist()
        [2.5]
    """

    def __init__(self, lr: float, momentum: float = 0.0, weight_decay: float = 0.0, nesterov: bool = False) -> None:
        raise NotImplementedError

    def step(self, params: Params, grads: Params) -> Params:
        """One step for each parameter that has a gradient.

        Args:
            params: the parameters by name, all of them at every step.
            grads: gradients by name, each of the shape and dtype of its
                parameter, for all parameters or some.

        Returns:
            The new parameters, a dict with the names of ``params``.
        """
        raise NotImplementedError


# given
def run(optimizer: Any, params: Params, grads: list[Params], lrs: list[float] | None = None) -> list[Params]:
    """Make one step for each entry of ``grads``, with the learning rates
    ``lrs`` if there are any.

    Returns:
        The parameters after each step.

    Examples:
        >>> history = run(
        ...     SGD(lr=1.0),
        ...     {"w": np.array([4.0])},
        ...     [{"w": np.array([1.0])}] * 2,
        ...     lrs=[1.0, 2.0],
        ... )
        >>> [params["w"].tolist() for params in history]
        [[3.0], [1.0]]
    """
    history = []
    for t, step_grads in enumerate(grads):
        if lrs is not None:
            optimizer.lr = lrs[t]
        params = optimizer.step(params, step_grads)
        history.append(params)
    return history
