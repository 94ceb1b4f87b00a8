"""Gradient checking: does a hand-written backward pass compute the derivative
of its forward pass?

A wrong gradient rarely crashes: the loss falls all the same, only more slowly.
But the derivative can also be measured. For a function f of an array x with a
single number as its value, the central difference

    df/dx_i ~ (f(x + h e_i) - f(x - h e_i)) / (2 h)

moves one entry at a time by the step h, e_i being 1 at entry i and 0
elsewhere. Its error is of the order of h^2, that of the forward difference
(f(x + h e_i) - f(x)) / h of the order of h. Too small a step is no better: the
difference of two nearly equal numbers loses its digits to rounding, so h is
around 1e-5 in float64, and float32 is of little use.

Two gradients a and b are compared entry by entry, each difference in
proportion to the larger of the two:

    relative error = max_i |a_i - b_i| / max(|a_i|, |b_i|, floor)

The floor, a small positive number, keeps two entries of nearly 0 from dividing
0 by 0.

Conventions:

- **Precision**: everything is computed in float64, whatever the dtype of the
  arrays. ``function`` and ``gradient`` are called with float64 arrays of the
  shape of x.
- **Cost**: a numerical gradient calls ``function`` exactly twice for each
  entry of x.
- **nan**: a nan in either gradient makes the relative error nan, and a check
  with a nan has failed.
"""

from collections.abc import Callable

import numpy as np


def numerical_gradient(function: Callable[[np.ndarray], float], x: np.ndarray, step: float = 1e-5) -> np.ndarray:
    """The gradient of ``function`` at ``x`` by central differences.

    Args:
        function: takes a float64 array of the shape of ``x`` and returns a
            number.
        x: float or integer array of any shape with at least one dimension, not
            empty.
        step: h, positive: how far an entry moves to either side.

    Returns:
        A float64 array of the shape of ``x``.

    Examples:
        >>> numerical_gradient(
        ...     lambda x: float(x[0] ** 2 * x[1]), np.array([3.0, 5.0])
        ... ).round(6).tolist()
        [30.0, 9.0]
        >>> numerical_gradient(
        ...     lambda x: float(x[0] ** 3), np.array([2]), step=1.0
        ... ).tolist()
        [13.0]
    """
    raise NotImplementedError


def relative_error(a: np.ndarray, b: np.ndarray, floor: float = 1e-8) -> float:
    """The largest relative difference of two gradients.

    Args:
        a: float or integer array of any shape with at least one dimension.
        b: array of the same shape.
        floor: positive: the least that a difference is divided by.

    Returns:
        The relative error, a scalar; nan if there is a nan in ``a`` or ``b``.

    Raises:
        ValueError: if ``a`` and ``b`` differ in shape.

    Examples:
        >>> relative_error(
        ...     np.array([4.0, -1.0, 0.0]), np.array([5.0, -1.0, 0.0])
        ... )
        0.2
        >>> relative_error(np.array([0.25]), np.array([-0.25]), floor=2.0)
        0.25
    """
    raise NotImplementedError


def gradient_check(
    function: Callable[[np.ndarray], float],
    gradient: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    step: float = 1e-5,
    tolerance: float = 1e-6,
) -> bool:
    """Whether ``gradient`` computes the gradient of ``function`` at ``x``.

    Args:
        function: takes a float64 array of the shape of ``x`` and returns a
            number.
        gradient: takes such an array too and returns the gradient that is to
            be checked, an array.
        x: float or integer array of any shape with at least one dimension.
        step: h of the central differences.
        tolerance: the largest relative error, with the default floor, that
            passes.

    Returns:
        True if the relative error of gradient(x) and the numerical gradient is
        at most ``tolerance``, else False.

    Raises:
        ValueError: if ``gradient`` returns an array of another shape than
            ``x``.

    Examples:
        >>> x = np.array([1.0, -2.0])
        >>> gradient_check(
        ...     lambda x: float((x**2).sum()), lambda x: 2 * x, x
        ... )
        True
        >>> gradient_check(lambda x: float((x**2).sum()), lambda x: x, x)
        False
    """
    raise NotImplementedError
