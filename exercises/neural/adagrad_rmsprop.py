"""AdaGrad and RMSprop: a learning rate for every single entry of every
parameter.

One learning rate doesn't fit all: the embedding of a rare word gets a gradient
once in a thousand steps, a bias gets one at every step. AdaGrad divides each
entry's gradient by the root of the sum of its squares so far, so that rare and
small gradients move as far as frequent and large ones. But the sum only grows,
and training on a long run comes to a halt. RMSprop forgets: it takes a moving
average of the squares instead. Adam is RMSprop with momentum and a correction.
For a parameter p with the gradient g one step is

    AdaGrad    s = s + g^2
    RMSprop    s = alpha * s + (1 - alpha) * g^2
    both       p = p - lr * g / (sqrt(s) + eps)

entry by entry, with s = 0 before the first step.

Conventions:

- **eps** is added outside the root, as torch does it.
- **No correction**: RMSprop's s starts at 0 and is too small at first, so its
  first steps are long: lr / sqrt(1 - alpha).
- **lr** is an attribute and may be set between two steps, as a schedule does.
- **Parameters** and gradients are dicts of arrays by name, of any shapes.
  ``step`` returns a new dict. Arrays that were handed in are not changed, and
  arrays that were returned are not changed by later steps.
- **State** belongs to one optimiser and one name: every parameter has an s of
  its own, of its shape.
- **No gradient**: a parameter whose name isn't in grads stays as it is, and so
  does its s. A gradient of 0 is a gradient.
- **Dtype**: float32 parameters have float32 gradients and stay float32; the
  same holds for float64.

``run`` is given. It makes many steps in a row, in your experiments and in the
checks.
"""

from typing import Any

import numpy as np

Params = dict[str, np.ndarray]


class Adagrad:
    """AdaGrad.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        eps: positive, keeps the divisor from 0.

    Examples:
        >>> optimizer = Adagrad(lr=2.0, eps=1.0)
        >>> params = optimizer.step(
        ...     {"w": np.array([5.0, 5.0])}, {"w": np.array([3.0, 0.0])}
        ... )
        >>> params["w"].tolist()
        [3.5, 5.0]
        >>> optimizer.step(params, {"w": np.array([4.0, 1.0])})["w"].round(
        ...     4
        ... ).tolist()
        [2.1667, 4.0]
    """

    def __init__(self, lr: float = 0.01, eps: float = 1e-10) -> None:
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


class RMSprop:
    """RMSprop.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        alpha: how much of the average survives a step, from 0 to below 1.
        eps: positive, keeps the divisor from 0.

    Examples:
        >>> optimizer = RMSprop(lr=2.0, alpha=0.75, eps=1.0)
        >>> params = optimizer.step(
        ...     {"w": np.array([5.0, 5.0])}, {"w": np.array([6.0, 0.0])}
        ... )
        >>> params["w"].tolist()
        [2.0, 5.0]
        >>> optimizer.step(params, {"w": np.array([-6.0, 2.0])})["w"].round(
        ...     4
        ... ).tolist()
        [4.4152, 3.0]
    """

    def __init__(self, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8) -> None:
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
        >>> params = {"w": np.array([5.0])}
        >>> grads = [{"w": np.array([3.0])}] * 2
        >>> history = run(Adagrad(eps=1.0), params, grads, lrs=[2.0, 0.0])
        >>> [params["w"].tolist() for params in history]
        [[3.5], [3.5]]
    """
    history = []
    for t, step_grads in enumerate(grads):
        if lrs is not None:
            optimizer.lr = lrs[t]
        params = optimizer.step(params, step_grads)
        history.append(params)
    return history
