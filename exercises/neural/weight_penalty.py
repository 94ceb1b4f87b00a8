"""Weight penalties: L1, L2 and the elastic net, and why L1 makes weights
exactly 0.

A penalty added to the loss keeps weights small unless the data insist. Over
the entries w of all penalised parameters,

    penalty = l1 * sum |w| + l2 / 2 * sum w^2

With l1 = 0 it is the L2 penalty (ridge, weight decay), with l2 = 0 the L1
penalty (lasso), else the elastic net. L2 pulls each weight in proportion to
its size and so never quite to 0. L1 pulls with the same force at any size.

At 0 |w| has a kink and no derivative. Every s between -1 and 1 is a slope that
a line through the kink can have without crossing |w|: these are the
sub-gradients. Two of them matter, each with a function here.

- **The neutral one**, s = 0, is what libraries return for the gradient of the
  penalty alone.
- **The smallest one** of loss plus penalty: with g the loss's gradient for a
  weight that is 0, the possible sums are g + l1 * s, and the one nearest to 0
  decides. If |g| <= l1 it is 0, and the weight stays exactly where it is; else
  it is g shortened by l1. Where the weight isn't 0 there is no choice, and it
  is the derivative of the sum.

Conventions:

- **Factor**: the squares have a factor 1/2, so the gradient of the L2 part is
  l2 * w. L1 has none. Both are sums over all entries of all penalised
  parameters, not means.
- **Exclusions**: parameters are named, and those whose names are in
  ``exclude`` are not penalised, as one does for biases and the gains of
  normalisation layers. Names are compared as a whole: "bias" does not exclude
  "head.bias".
- **Dtype**: parameters and their gradients are float32 or float64, and each
  gradient has the dtype of its parameter. The penalty itself is summed in
  float64.
- **New arrays** are returned; the arguments stay as they are.
"""

from collections.abc import Collection

import numpy as np


def weight_penalty(
    params: dict[str, np.ndarray], l1: float = 0.0, l2: float = 0.0, exclude: Collection[str] = ()
) -> tuple[float, dict[str, np.ndarray]]:
    """The penalty and its sub-gradient, the neutral one where a weight is 0.

    Args:
        params: the parameters by name, arrays with any number of dimensions,
            at least one; the dict may be empty.
        l1: the strength of the L1 part, at least 0.
        l2: the strength of the L2 part, at least 0.
        exclude: names of parameters that are not penalised.

    Returns:
        (penalty, grads): a float, 0.0 if nothing is penalised, and a dict with
        an array for every parameter, of its shape. The gradients of excluded
        parameters are zeros.

    Raises:
        ValueError: if ``l1`` or ``l2`` is negative, or a name in ``exclude``
            is not the name of a parameter.

    Examples:
        >>> params = {
        ...     "weight": np.array([[3.0, -1.0], [0.0, 2.0]]),
        ...     "bias": np.array([5.0, 5.0]),
        ... }
        >>> penalty, grads = weight_penalty(
        ...     params, l1=0.5, l2=2.0, exclude=["bias"]
        ... )
        >>> penalty, grads["weight"].tolist(), grads["bias"].tolist()
        (17.0, [[6.5, -2.5], [0.0, 4.5]], [0.0, 0.0])
    """
    raise NotImplementedError


def smallest_subgradient(
    params: dict[str, np.ndarray],
    loss_grads: dict[str, np.ndarray],
    l1: float = 0.0,
    l2: float = 0.0,
    exclude: Collection[str] = (),
) -> dict[str, np.ndarray]:
    """The sub-gradient of loss plus penalty that has the smallest magnitude in
    every entry.

    Args:
        params: as for ``weight_penalty``.
        loss_grads: the gradient of the loss without the penalty, for every
            parameter, of its shape and dtype.
        l1: as for ``weight_penalty``.
        l2: as for ``weight_penalty``.
        exclude: as for ``weight_penalty``.

    Returns:
        A dict with an array for every parameter, of its shape. For excluded
        parameters it is the loss's gradient.

    Raises:
        ValueError: as ``weight_penalty`` does.

    Examples:
        >>> params = {"w": np.array([0.0, 0.0, 0.0, 2.0])}
        >>> loss_grads = {"w": np.array([0.25, 3.0, -3.0, 0.25])}
        >>> smallest_subgradient(params, loss_grads, l1=0.5)["w"].tolist()
        [0.0, 2.5, -2.5, 0.75]
    """
    raise NotImplementedError
