"""The t statistic of two samples: pooled, Welch's, and paired.

Model A scores higher than model B, on a handful of runs each. Is the
difference of the means large compared with what chance does to it? That ratio
is t, and the degrees of freedom say which t distribution it is looked up in.

    t = (mean(x) - mean(y)) / se

With variances v_x, v_y (N - 1 in the denominator) and sizes n_x, n_y:

    pooled   v    = ((n_x - 1) v_x + (n_y - 1) v_y) / (n_x + n_y - 2)
             se^2 = v (1 / n_x + 1 / n_y)
             dof  = n_x + n_y - 2
    Welch    se^2 = e_x + e_y            e_x = v_x / n_x, e_y = v_y / n_y
             dof  = (e_x + e_y)^2
                    / (e_x^2 / (n_x - 1) + e_y^2 / (n_y - 1))
    paired   d_i  = x_i - y_i, se^2 = var(d) / n, dof = n - 1

Pooled, Student's test, assumes that both spread alike; where sizes and
variances differ it is wrong, often by a lot, and Welch's, which doesn't, is
the better default. Where the same items were measured twice (both models on
the same questions), the pairs' differences lose what makes one question harder
than another, and the paired test sees effects that the other two can't.

Conventions:

- **Sign**: positive where x has the larger mean.
- **Degrees of freedom** are a float, not rounded.
- **Sizes**: each sample has two numbers or more; x and y of the paired test
  are equally long.
- **No spread**: where se is 0 there is no t, which is an error.
"""

import numpy as np


def pooled_t(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Student's t of two independent samples with one common variance.

    Args:
        x: shape (n_x,).
        y: shape (n_y,).

    Returns:
        t and the degrees of freedom.

    Raises:
        ValueError: if a sample has fewer than two numbers, or se is 0.

    Examples:
        >>> x, y = np.array([1.0, 3.0]), np.array([2.0, 4.0, 6.0])
        >>> t, dof = pooled_t(x, y)
        >>> round(t, 4), float(dof)
        (-1.2, 3.0)
    """
    raise NotImplementedError


def welch_t(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Welch's t of two independent samples.

    Args:
        x: shape (n_x,).
        y: shape (n_y,).

    Returns:
        t and the degrees of freedom.

    Raises:
        ValueError: if a sample has fewer than two numbers, or se is 0.

    Examples:
        >>> x, y = np.array([1.0, 3.0]), np.array([2.0, 4.0, 6.0])
        >>> t, dof = welch_t(x, y)
        >>> round(t, 4), round(dof, 4)
        (-1.3093, 2.8824)
    """
    raise NotImplementedError


def paired_t(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The t of pairs.

    Args:
        x: shape (n,).
        y: shape (n,), y_i measured on what x_i was measured on.

    Returns:
        t and the degrees of freedom.

    Raises:
        ValueError: if the lengths differ, there are fewer than two pairs, or
            se is 0.

    Examples:
        >>> x = np.array([3.0, 5.0, 2.0, 9.0])
        >>> t, dof = paired_t(x, np.array([2.0, 4.0, 1.0, 4.0]))
        >>> float(t), float(dof)
        (2.0, 3.0)
    """
    raise NotImplementedError
