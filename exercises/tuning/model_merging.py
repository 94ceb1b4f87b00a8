"""Model merging: several fine-tuned models become one, without training.

Models that were tuned from the same base lie close together, and their weights
can be combined. The difference between a tuned model and the base is its task
vector, tau_i = theta_i - theta_base. Four ways, all of them in mergekit:

- **Weighted average**: sum_i w_i theta_i / sum_i w_i (model soups).
- **Task arithmetic**: theta_base + lambda * sum_i tau_i. A task is unlearned
  with a lambda below 0.
- **TIES** settles the interference between tasks in three steps:
  1. trim: of each tau_i only the k entries of the largest magnitude stay, the
     others become 0, with k = ceil(density * P);
  2. elect: for each parameter the sign of the sum of the trimmed entries (a
     sum of 0 elects none);
  3. merge: the mean of those trimmed entries that have the elected sign. Zeros
     don't count; with none left it is 0.
  The result is theta_base + lambda * merged.
- **Slerp** walks on the arc between two vectors a and b instead of the chord.
  With omega the angle between them and t from 0 to 1:

      sin((1 - t) omega) / sin(omega) * a + sin(t omega) / sin(omega) * b

Conventions:

- **A model** is one vector of P parameters, float64. Tuned models stand in an
  array of shape (N, P), one in each row.
- **Slerp** takes the angle between the directions, and the vectors as they
  are, whose lengths may differ. Where |cos(omega)| is above 0.9995 the formula
  divides by almost 0, and the linear (1 - t) a + t b is taken.
- **Ties** between magnitudes at the border of a trim don't occur.
"""

import numpy as np


def weighted_average(models: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The average of the models.

    Args:
        models: shape (N, P).
        weights: shape (N,), with a sum above 0; it need not be 1.

    Returns:
        Shape (P,).

    Examples:
        >>> models = np.array([[1.0, 0.0], [4.0, 9.0]])
        >>> weighted_average(models, np.array([2.0, 1.0])).tolist()
        [2.0, 3.0]
    """
    raise NotImplementedError


def task_arithmetic(base: np.ndarray, models: np.ndarray, scale: float) -> np.ndarray:
    """The base with all task vectors added.

    Args:
        base: shape (P,).
        models: shape (N, P).
        scale: lambda, any number.

    Returns:
        Shape (P,).

    Examples:
        >>> base = np.array([1.0, 2.0])
        >>> models = np.array([[2.0, 2.0], [1.0, 6.0]])
        >>> task_arithmetic(base, models, 0.5).tolist()
        [1.5, 4.0]
    """
    raise NotImplementedError


def ties_merge(base: np.ndarray, models: np.ndarray, density: float, scale: float) -> np.ndarray:
    """The base with the merged task vectors: trim, elect sign, merge.

    Args:
        base: shape (P,).
        models: shape (N, P).
        density: above 0 and up to 1, the share of each task vector that stays.
        scale: lambda, any number.

    Returns:
        Shape (P,).

    Examples:
        >>> models = np.array([[3.0, 4.0, 0.1], [1.0, -2.0, 0.2]])
        >>> ties_merge(np.zeros(3), models, 0.6, 1.0).tolist()
        [2.0, 4.0, 0.0]
    """
    raise NotImplementedError


def slerp(a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
    """The point at t on the arc from a to b.

    Args:
        a, b: shape (P,), neither of them all 0.
        t: from 0 to 1.

    Returns:
        Shape (P,).

    Examples:
        >>> a, b = np.array([1.0, 0.0]), np.array([0.0, 1.0])
        >>> slerp(a, b, 0.5).round(3).tolist()
        [0.707, 0.707]
    """
    raise NotImplementedError
