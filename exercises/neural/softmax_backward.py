"""The backward pass of softmax: from the gradient of the probabilities to the
gradient of the logits.

Let y = softmax(x) for one row of K logits x, and let L be a loss that depends
on x through y. Every logit of a row changes every probability of that row, by
the Jacobian

    J_ij = dy_i/dx_j = y_i (delta_ij - y_j),   delta_ij = 1 if i = j, else 0

The chain rule needs the product of its transpose with the gradient that comes
from above:

    (dL/dx)_j = sum_i J_ij (dL/dy)_i

J has K x K entries a row, which for a vocabulary of 200 000 words would take
320 GB. The product never needs it: it can be had in time and memory
proportional to K. Attention does this for every query in every training step.

Conventions:

- **Forward values**: both functions get y, the probabilities that the forward
  pass returned, and not the logits.
- **Axis**: every slice along ``axis`` is a row of its own; the rows do not
  influence each other.
- **Zeros**: a masked class has y = 0 exactly, and the gradient of its logit is
  0. A fully masked row has y = 0 throughout (it does not sum to 1), and the
  same formulas give it a gradient of 0.
- **Dtype**: float32 gives float32 and float64 gives float64; y and dy have the
  same dtype.
"""

import numpy as np


def softmax_backward(y: np.ndarray, dy: np.ndarray, axis: int = -1) -> np.ndarray:
    """The gradient of the loss for the logits, without forming a Jacobian.

    Args:
        y: array of any shape with at least one dimension: the probabilities,
            which sum to 1 along ``axis`` (or to 0 in a fully masked row). No
            axis is empty.
        dy: array of the shape and dtype of ``y``: dL/dy.
        axis: the axis along which softmax was taken; negative counts from the
            last.

    Returns:
        An array of the shape and dtype of ``y``: dL/dx. Time and memory are
        proportional to the size of ``y``.

    Raises:
        ValueError: if ``y`` and ``dy`` differ in shape.

    Examples:
        >>> softmax_backward(
        ...     np.array([0.5, 0.25, 0.25]), np.array([1.0, 0.0, 0.0])
        ... ).tolist()
        [0.25, -0.125, -0.125]
        >>> softmax_backward(
        ...     np.array([[0.5, 1.0], [0.5, 0.0]]),
        ...     np.array([[4.0, 7.0], [0.0, 9.0]]),
        ...     axis=0,
        ... ).tolist()
        [[1.0, 0.0], [-1.0, 0.0]]
    """
    raise NotImplementedError


def softmax_jacobian(y: np.ndarray) -> np.ndarray:
    """The full Jacobian of one row.

    Args:
        y: array of shape (K,), the probabilities of one row, K at least 1.

    Returns:
        An array of shape (K, K) and of the dtype of ``y``: entry (i, j) is
        dy_i/dx_j.

    Raises:
        ValueError: if ``y`` does not have exactly one dimension.

    Examples:
        >>> softmax_jacobian(np.array([0.5, 0.25, 0.25])).tolist()
        [[0.25, -0.125, -0.125], [-0.125, 0.1875, -0.0625], [-0.125,
         -0.0625, 0.1875]]
    """
    raise NotImplementedError
