"""Adam: momentum and RMSprop in one step, both corrected for their start at 0.

Adam keeps two moving averages for every entry of every parameter, of the
gradient and of its square. Their quotient is a step of about lr at most,
whatever the scale of the loss, and shorter where the gradients disagree. It is
the default optimiser of deep learning, and AdamW differs in one line. For a
parameter p with the gradient g, its step number t is

    m = beta1 * m + (1 - beta1) * g             m = v = 0 before step 1
    v = beta2 * v + (1 - beta2) * g^2
    m_hat = m / (1 - beta1^t)
    v_hat = v / (1 - beta2^t)
    p = p - lr * m_hat / (sqrt(v_hat) + eps)

entry by entry. At step 1 the averages hold only the share 1 - beta of the
gradient; the divisors make up for that, so that m_hat and v_hat are weighted
means of what was seen.

Conventions:

- **eps** is added outside the root, to the root of the corrected average.
- **t** counts from 1, for each parameter by itself: the steps in which it had
  a gradient.
- **lr** is an attribute and may be set between two steps, as a schedule does.
- **Parameters** and gradients are dicts of arrays by name, of any shapes.
  ``step`` returns a new dict. Arrays that were handed in are not changed, and
  arrays that were returned are not changed by later steps.
- **State** belongs to one optimiser and one name: every parameter has m, v and
  t of its own.
- **No gradient**: a parameter whose name isn't in grads stays as it is, and so
  do its m, v and t. A gradient of 0 is a gradient: the parameter moves on by
  what m remembers.
- **Dtype**: float32 parameters have float32 gradients and stay float32; the
  same holds for float64.

``run`` is given. It makes many steps in a row, in your experiments and in the
checks.
"""

from typing import Any

import numpy as np

Params = dict[str, np.ndarray]


class Adam:
    """The optimiser.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        betas: (beta1, beta2), the shares of the averages that survive a step,
            each from 0 to below 1.
        eps: positive, keeps the divisor from 0.

    Raises:
        ValueError: if one of the betas is negative, or 1 or more.

    Examples:
        >>> optimizer = Adam(lr=0.5, betas=(0.5, 0.75), eps=1.0)
        >>> params = optimizer.step(
        ...     {"w": np.array([2.0, 2.0])}, {"w": np.array([4.0, 0.0])}
        ... )
        >>> params["w"].tolist()
        [1.6, 2.0]
        >>> optimizer.step(params, {"w": np.array([-4.0, 1.0])})["w"].round(
        ...     4
        ... ).tolist()
        [1.7333, 1.8102]
    """

    def __init__(self, lr: float = 0.001, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8) -> None:
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
        >>> grads = [{"w": np.array([2.0])}] * 2
        >>> history = run(Adam(eps=2.0), params, grads, lrs=[1.0, 4.0])
        >>> [params["w"].round(4).tolist() for params in history]
        [[4.5], [2.5]]
    """
    history = []
    for t, step_grads in enumerate(grads):
        if lrs is not None:
            optimizer.lr = lrs[t]
        params = optimizer.step(params, step_grads)
        history.append(params)
    return history
