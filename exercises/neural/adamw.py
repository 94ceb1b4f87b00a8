"""AdamW: Adam with weight decay that doesn't go through the averages.

Weight decay pulls every weight towards 0 by the same share at each step. In
SGD it can be had by adding weight_decay * p to the gradient. In Adam it can't:
the sum is divided by sqrt(v_hat), so weights with large gradients hardly
decay. AdamW takes the decay out of the gradient and applies it to the weight
itself, and that is how transformers are trained. For a parameter p with the
gradient g, its step number t is

    m = beta1 * m + (1 - beta1) * g             m = v = 0 before step 1
    v = beta2 * v + (1 - beta2) * g^2
    u = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps)
    p = p - lr * u - lr * weight_decay * p

entry by entry. The last line takes both terms at the p from before the step.

Biases and the gains of normalisations are left out: they are few, and to pull
a gain towards 0 makes no sense.

Conventions:

- **lr times weight_decay**: the decay shrinks with the learning rate, as in
  torch. (The paper has a separate factor.)
- **no_decay** holds names of parameters that don't decay. They are updated
  like all others. Names are compared whole.
- **eps** is added outside the root, to the root of the corrected average.
- **t** counts from 1, for each parameter by itself: the steps in which it had
  a gradient.
- **lr** is an attribute and may be set between two steps, as a schedule does.
- **Parameters** and gradients are dicts of arrays by name, of any shapes.
  ``step`` returns a new dict. Arrays that were handed in are not changed, and
  arrays that were returned are not changed by later steps.
- **State** belongs to one optimiser and one name: every parameter has m, v and
  t of its own.
- **No gradient**: a parameter whose name isn't in grads stays as it is,
  without decay, and so do its m, v and t. With a gradient of 0 it decays.
- **Dtype**: float32 parameters have float32 gradients and stay float32; the
  same holds for float64.

``run`` is given. It makes many steps in a row, in your experiments and in the
checks.
"""

from collections.abc import Collection
from typing import Any

import numpy as np

Params = dict[str, np.ndarray]


class AdamW:
    """The optimiser.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        betas: (beta1, beta2), the shares of the averages that survive a step,
            each from 0 to below 1.
        eps: positive, keeps the divisor from 0.
        weight_decay: at least 0.
        no_decay: names of the parameters that don't decay, a set, list or
            tuple.

    Examples:
        >>> optimizer = AdamW(
        ...     lr=0.5, betas=(0.5, 0.75), eps=1.0, weight_decay=0.5
        ... )
        >>> params = optimizer.step(
        ...     {"w": np.array([2.0, 2.0])}, {"w": np.array([4.0, 0.0])}
        ... )
        >>> params["w"].round(4).tolist()
        [1.1, 1.5]
        >>> optimizer = AdamW(
        ...     lr=0.5, eps=1.0, weight_decay=0.5, no_decay={"bias"}
        ... )
        >>> optimizer.step(
        ...     {"bias": np.array([2.0])}, {"bias": np.array([4.0])}
        ... )["bias"].round(4).tolist()
        [1.6]
    """

    def __init__(
        self,
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
        no_decay: Collection[str] = (),
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


def without_decay(params: Params) -> set[str]:
    """The parameters that usually don't decay: those with fewer than two
    dimensions, which biases and gains are.

    Args:
        params: the parameters by name.

    Returns:
        The set of their names.

    Examples:
        >>> sorted(
        ...     without_decay(
        ...         {
        ...             "dense.weight": np.ones((1, 3)),
        ...             "dense.bias": np.ones(3),
        ...             "gain": np.array(1.0),
        ...         }
        ...     )
        ... )
        ['dense.bias', 'gain']
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
        >>> grads = [{"w": np.array([0.0])}] * 2
        >>> history = run(
        ...     AdamW(weight_decay=0.5), params, grads, lrs=[1.0, 0.5]
        ... )
        >>> [params["w"].tolist() for params in history]
        [[4.0], [3.0]]
    """
    history = []
    for t, step_grads in enumerate(grads):
        if lrs is not None:
            optimizer.lr = lrs[t]
        params = optimizer.step(params, step_grads)
        history.append(params)
    return history
