"""Lion: an optimiser that moves every weight by the same amount, lr.

Lion was found by a program that searched through thousands of update rules.
It keeps one average where Adam keeps two, half of the memory, and takes only
the sign of it: however small or large a gradient is, the weight moves by lr.
It has trained vision transformers and language models, with learning rates
three to ten times smaller than AdamW's and a weight decay as much larger. For
a parameter p with the gradient g,

    c = beta1 * m + (1 - beta1) * g             m = 0 before the first step
    p = p - lr * sign(c) - lr * weight_decay * p
    m = beta2 * m + (1 - beta2) * g

entry by entry. Both terms of the second line take the p from before the step.

The order is the point. The direction c weighs the newest gradient by
1 - beta1 (0.1 by default), the average m by 1 - beta2 (0.01): the average
remembers long, and the step still follows the newest gradient.

Conventions:

- **sign** of 0 is 0: such an entry is moved by the decay alone.
- **No bias correction**: a sign doesn't change with the size of m.
- **lr** is an attribute and may be set between two steps, as a schedule does.
- **Parameters** and gradients are dicts of arrays by name, of any shapes.
  ``step`` returns a new dict. Arrays that were handed in are not changed, and
  arrays that were returned are not changed by later steps.
- **No gradient**: a parameter whose name isn't in grads stays as it is,
  without decay, and so does its m.
- **Dtype**: float32 parameters have float32 gradients and stay float32; the
  same holds for float64.

``run`` is given. It makes many steps in a row, in your experiments and in the
checks.
"""

from typing import Any

import numpy as np

Params = dict[str, np.ndarray]


class Lion:
    """The optimiser.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        betas: (beta1, beta2), each from 0 to below 1: the share of the
            average in the direction, and in the next average.
        weight_decay: at least 0.

    Examples:
        >>> optimizer = Lion(lr=0.5, betas=(0.5, 0.75), weight_decay=0.5)
        >>> params = optimizer.step(
        ...     {"w": np.array([2.0, 2.0, 2.0])},
        ...     {"w": np.array([4.0, -0.01, 0.0])},
        ... )
        >>> params["w"].tolist()
        [1.0, 2.0, 1.5]
    """

    def __init__(
        self,
        lr: float = 0.0001,
        betas: tuple[float, float] = (0.9, 0.99),
        weight_decay: float = 0.0,
    ) -> None:
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
        >>> params = {"w": np.array([8.0])}
        >>> grads = [{"w": np.array([3.0])}, {"w": np.array([-1.0])}]
        >>> history = run(
        ...     Lion(betas=(0.5, 0.5)), params, grads, lrs=[1.0, 0.5]
        ... )
        >>> [params["w"].tolist() for params in history]
        [[7.0], [6.5]]
    """
    history = []
    for t, step_grads in enumerate(grads):
        if lrs is not None:
            optimizer.lr = lrs[t]
        params = optimizer.step(params, step_grads)
        history.append(params)
    return history
