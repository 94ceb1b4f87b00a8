"""RMSNorm: layer normalisation without the mean, in half precision.

Most of what layer normalisation does for training comes from the scaling, not
from the centring. RMSNorm keeps only the first, saves a pass over the
features, and has no bias; LLaMA and most models since use it. For a row x of D
features and the learned gain of D entries,

    rms = sqrt(sum_i x_i^2 / D + eps)    n_i = x_i / rms    y_i = gain_i n_i

Models run in 16 bits, and there a square is dangerous: float16 ends at 65504,
so 300^2 is infinite, and 0.0001^2 is 0. Therefore the layer computes in 32
bits, and only what goes in and comes out has 16.

Conventions:

- **Rows**: the last axis is normalised, each row by itself. Leading axes may
  be any number, none included.
- **eps** stands inside the root. A row of zeros gives zeros and has a finite
  gradient.
- **Sum**: the gradient of the gain is the sum over all rows.
- **Dtype**: x, gain and dy have the same dtype, float16, float32 or float64,
  and y, dx and dgain have it too.
- **Precision**: from float16 everything is computed in float32 at least, the
  squares, the means and dgain's sum over the rows included, and rounded to
  float16 at the end. A result that fits into float16 comes out right.
"""

from typing import Any

import numpy as np


def rms_norm(x: np.ndarray, gain: np.ndarray, eps: float = 1e-6) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        x: shape (..., D), D at least 1.
        gain: shape (D,).
        eps: positive, added to the mean square.

    Returns:
        (y, cache): y has the shape and dtype of x; cache is whatever
        ``rms_norm_backward`` needs, in a form of your choice.

    Examples:
        >>> y, _ = rms_norm(
        ...     np.array([[1.0, 7.0], [0.0, 0.0]]),
        ...     np.array([2.0, 3.0]),
        ...     eps=11.0,
        ... )
        >>> y.round(4).tolist()
        [[0.3333, 3.5], [0.0, 0.0]]
        >>> rms_norm(
        ...     np.array([300.0, -300.0], dtype=np.float16),
        ...     np.ones(2, dtype=np.float16),
        ... )[0].tolist()
        [1.0, -1.0]
    """
    raise NotImplementedError


def rms_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray]:
    """The backward pass.

    Args:
        dy: array of the shape and dtype of y: the gradient of the loss for y.
        cache: the second thing that ``rms_norm`` returned for this y.

    Returns:
        (dx, dgain): the gradients of the loss, of shapes (..., D) and (D,) and
        of the dtype of dy.

    Examples:
        >>> _, cache = rms_norm(
        ...     np.array([[1.0, 7.0]]), np.array([2.0, 3.0]), eps=11.0
        ... )
        >>> dx, dgain = rms_norm_backward(np.array([[1.0, -1.0]]), cache)
        >>> dx.round(4).tolist(), dgain.round(4).tolist()
        ([[0.3773, -0.1921]], [0.1667, -1.1667])
    """
    raise NotImplementedError
