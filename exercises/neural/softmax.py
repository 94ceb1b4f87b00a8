"""Softmax: logits to probabilities, without overflow.

Softmax turns a row of K logits x into K probabilities:

    softmax(x)_i     = exp(x_i) / sum_j exp(x_j)
    log_softmax(x)_i = x_i - log(sum_j exp(x_j))

Written down like this it breaks: exp(1000) is inf, and inf / inf is nan.
Adding a constant to every logit of a row changes neither function, so the
numbers can be moved to where exp is safe. The logarithm has a function of its
own because a probability of exp(-1000) rounds to 0, while its logarithm,
-1000, is a number like any other.

Conventions:

- **Axis**: every slice along ``axis`` is a row of its own; the rows do not
  influence each other.
- **Stability**: finite logits of any size give finite results, as exact as
  their dtype allows, also where rows differ by thousands.
- **Minus infinity**: a logit of -inf (a masked class) has probability exactly
  0 and log-probability -inf, and the other logits of its row share the
  probability among themselves.
- **Nothing left**: a row in which every logit is -inf gets probabilities of 0
  and log-probabilities of -inf, never nan. (SciPy and torch return nan there;
  zeros are what attention needs for a query that may see no key.)
- **Dtype**: the result has the dtype of the logits, float32 or float64.

Logits are never nan or +inf, and no axis is empty.
"""

import numpy as np


def softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """The probabilities of every row.

    Args:
        logits: float32 or float64 array with any number of axes, at least
            one; -inf is allowed.
        axis: the axis along which the probabilities sum to 1; negative counts
            from the last.

    Returns:
        An array of the shape and dtype of ``logits``.

    Examples:
        >>> softmax(np.array([0.0, 0.0, -np.inf, 0.0, 0.0])).tolist()
        [0.25, 0.25, 0.0, 0.25, 0.25]
        >>> rows = np.array([[1000.0, 1.0], [1000.0, 1001.0]])
        >>> softmax(rows).round(4).tolist()
        [[1.0, 0.0], [0.2689, 0.7311]]
        >>> softmax(rows, axis=0).round(4).tolist()
        [[0.5, 0.0], [0.5, 1.0]]
        >>> softmax(np.full(3, -np.inf)).tolist()
        [0.0, 0.0, 0.0]
    """
    raise NotImplementedError


def log_softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """The log-probabilities of every row, also where the probability is 0.

    Args:
        logits: float32 or float64 array with any number of axes, at least
            one; -inf is allowed.
        axis: the axis along which the probabilities sum to 1; negative counts
            from the last.

    Returns:
        An array of the shape and dtype of ``logits``: natural logarithms.

    Examples:
        >>> log_softmax(np.array([0.0, 0.0])).round(4).tolist()
        [-0.6931, -0.6931]
        >>> log_softmax(np.array([0.0, -1000.0, -np.inf])).tolist()
        [0.0, -1000.0, -inf]
    """
    raise NotImplementedError
