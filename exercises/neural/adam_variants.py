"""Three variants of Adam: AMSGrad, Adamax and NAdam.

Each of them changes one part of Adam's step p = p - lr * m_hat /
(sqrt(v_hat) + eps).

AMSGrad: Adam's v forgets. Where large gradients are rare, v has faded when the
next ones come, and the steps grow long again; there are problems on which Adam
never converges because of that. AMSGrad divides by the largest v so far:

    w = max(w, v)                           w = 0 before step 1
    p = p - lr * (m / (1 - beta1^t)) / (sqrt(w / (1 - beta2^t)) + eps)

Adamax: in place of the mean square, a maximum of absolute values that fades
(the infinity norm). It needs no root and, since a maximum doesn't shrink by
starting at 0, no correction:

    u = max(beta2 * u, |g| + eps)           u = 0 before step 1
    p = p - lr * (m / (1 - beta1^t)) / u

NAdam: Nesterov's momentum in Adam. The share beta1 grows during a warm-up,
mu_t at step t, and m counts with the share of the step to come, the gradient
with what the present step leaves:

    mu_t = beta1 * (1 - 0.5 * 0.96^(t * momentum_decay))
    n    = mu_(t+1) * m / (1 - mu_1 * mu_2 * ... * mu_(t+1))
           + (1 - mu_t) * g / (1 - mu_1 * mu_2 * ... * mu_t)
    p    = p - lr * n / (sqrt(v / (1 - beta2^t)) + eps)

In all of them, entry by entry, with m = v = 0 before step 1:

    m = beta1 * m + (1 - beta1) * g    v = beta2 * v + (1 - beta2) * g^2

These are torch's forms. Conventions:

- **AMSGrad** takes the maximum of the uncorrected v, and corrects it when it
  is used. (The paper has no correction.)
- **Adamax** adds eps to |g| before the maximum, so that u is never 0.
- **NAdam**'s m is Adam's, with the constant beta1; only the weights in n vary.
- **t** counts from 1, for each parameter by itself: the steps in which it had
  a gradient.
- **lr** is an attribute and may be set between two steps, as a schedule does.
- **Parameters** and gradients are dicts of arrays by name, of any shapes.
  ``step`` returns a new dict. Arrays that were handed in are not changed, and
  arrays that were returned are not changed by later steps.
- **State** belongs to one optimiser and one name.
- **No gradient**: a parameter whose name isn't in grads stays as it is, and so
  does its state, t included.
- **Dtype**: float32 parameters have float32 gradients and stay float32; the
  same holds for float64.

``run`` is given. It makes many steps in a row, in your experiments and in the
checks.
"""

from typing import Any

import numpy as np

Params = dict[str, np.ndarray]


class AMSGrad:
    """Adam with the largest v so far.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        betas: (beta1, beta2), each from 0 to below 1.
        eps: positive.

    Examples:
        >>> optimizer = AMSGrad(lr=0.5, betas=(0.5, 0.75), eps=1.0)
        >>> params = optimizer.step(
        ...     {"w": np.array([2.0])}, {"w": np.array([4.0])}
        ... )
        >>> params["w"].tolist()
        [1.6]
        >>> optimizer.step(params, {"w": np.array([0.0])})["w"].round(
        ...     4
        ... ).tolist()
        [1.4343]
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


class Adamax:
    """Adam with the infinity norm.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        betas: (beta1, beta2), each from 0 to below 1.
        eps: positive.

    Examples:
        >>> optimizer = Adamax(lr=0.5, betas=(0.5, 0.75), eps=1.0)
        >>> params = optimizer.step(
        ...     {"w": np.array([2.0])}, {"w": np.array([3.0])}
        ... )
        >>> params["w"].tolist()
        [1.625]
        >>> optimizer.step(params, {"w": np.array([0.0])})["w"].round(
        ...     4
        ... ).tolist()
        [1.4583]
    """

    def __init__(self, lr: float = 0.002, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8) -> None:
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


class NAdam:
    """Adam with Nesterov's momentum.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        betas: (beta1, beta2), each from 0 to below 1.
        eps: positive.
        momentum_decay: at least 0, the speed of the warm-up of mu.

    Examples:
        >>> optimizer = NAdam(
        ...     lr=0.5, betas=(0.5, 0.75), eps=1.0, momentum_decay=0.0
        ... )
        >>> params = optimizer.step(
        ...     {"w": np.array([2.0])}, {"w": np.array([4.0])}
        ... )
        >>> params["w"].round(4).tolist()
        [1.5467]
    """

    def __init__(
        self,
        lr: float = 0.002,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        momentum_decay: float = 0.004,
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
        >>> params = {"w": np.array([5.0])}
        >>> grads = [{"w": np.array([2.0])}] * 2
        >>> history = run(Adamax(eps=2.0), params, grads, lrs=[1.0, 4.0])
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
