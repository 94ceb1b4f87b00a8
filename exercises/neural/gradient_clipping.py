"""Gradient clipping: a bound on how far one bad batch can throw the
parameters.

Where the loss surface has a cliff, as in recurrent networks and early in the
training of transformers, a single gradient can be thousands of times longer
than usual, and one step along it undoes hours of work. Clipping bounds the
step.

By global norm, all gradients of the model are taken as one vector g. If it is
too long, it is shortened and keeps its direction:

    norm = sqrt(sum of the squares of every entry of every array)
    g <- g * max_norm / norm    if norm > max_norm, else g

By value, every entry is cut off by itself at -limit and limit, which turns the
vector.

Conventions:

- **One norm** for the whole list: one factor scales all arrays, whatever their
  sizes. Nothing is added to the norm before the division (torch adds 1e-6).
- **Short enough**: with a norm of at most max_norm, the gradients come back
  exactly as they were. They are never made longer.
- **Not finite**: if any entry is nan, the norm is nan; else, if any is
  infinite, it is inf. Such a vector has no direction worth keeping. The
  gradients come back as they were, and the caller sees the norm and skips the
  step.
- **Precision**: arrays may be float16, float32 or float64, not all the same.
  Norm and products are computed in float64 and only then rounded to the dtype
  of each array: in float16, 300^2 is infinite already. The entries of float64
  arrays are small enough for their squares.
- **New arrays** are returned, in the order of the list, with the shapes and
  dtypes of the gradients.
"""

import numpy as np


def clip_by_global_norm(grads: list[np.ndarray], max_norm: float) -> tuple[list[np.ndarray], float]:
    """Shorten all gradients together to a norm of at most ``max_norm``.

    Args:
        grads: arrays with any number of dimensions, at least one each; the
            list may be empty, an array is not.
        max_norm: the longest norm allowed, above 0; inf never clips.

    Returns:
        (clipped, norm): the gradients, and the norm that they had before
        clipping, a float (0.0 for an empty list).

    Raises:
        ValueError: if ``max_norm`` is 0 or negative.

    Examples:
        >>> clipped, norm = clip_by_global_norm(
        ...     [np.array([3.0]), np.array([[0.0], [4.0]])], max_norm=2.5
        ... )
        >>> [array.tolist() for array in clipped], norm
        ([[1.5], [[0.0], [2.0]]], 5.0)
        >>> clipped, norm = clip_by_global_norm(
        ...     [np.array([1.0, np.inf])], max_norm=2.5
        ... )
        >>> [array.tolist() for array in clipped], norm
        ([[1.0, inf]], inf)
    """
    raise NotImplementedError


def clip_by_value(grads: list[np.ndarray], limit: float) -> list[np.ndarray]:
    """Cut every entry off at -limit and limit.

    Args:
        grads: as for ``clip_by_global_norm``.
        limit: the largest magnitude allowed, above 0.

    Returns:
        The gradients with every entry below -limit replaced by -limit and
        every entry above limit by limit, infinite ones included. nan stays
        nan.

    Raises:
        ValueError: if ``limit`` is 0 or negative.

    Examples:
        >>> [
        ...     array.tolist()
        ...     for array in clip_by_value(
        ...         [np.array([0.3, -7.0]), np.array([[2.0]])], limit=0.5
        ...     )
        ... ]
        [[0.3, -0.5], [[0.5]]]
    """
    raise NotImplementedError
