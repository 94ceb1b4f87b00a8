"""Layer normalisation: every row of features is brought to mean 0 and variance
1, forward and backward.

Transformers normalise the features of each token by themselves, so that
training doesn't depend on the scale of what the layers before produce. Unlike
batch normalisation it needs no other sample and does the same in training and
at evaluation. For one row x of D features, with the learned gain and bias of D
entries each,

    mean = sum_i x_i / D         var = sum_i (x_i - mean)^2 / D
    n_i  = (x_i - mean) / sqrt(var + eps)
    y_i  = gain_i n_i + bias_i

Backward, every x_j acts on all y_i of its row, through the mean and the
variance too. Written out, dx takes no more than two sums over the row.

Conventions:

- **Rows**: the last axis is normalised, each row by itself. Leading axes may
  be any number, none included.
- **Variance**: the biased one, divided by D and not by D - 1, with eps inside
  the root.
- **Constant rows** have n = 0, so y is the bias. With eps > 0 their gradient
  is finite, and the same formula holds.
- **Large offsets**: rows with a mean of 1e6 and a standard deviation of 1 are
  normalised as well as others are. (The difference of the mean of x^2 and the
  squared mean would lose their digits.)
- **Sum**: the gradients of gain and bias are sums over all rows.
- **Dtype**: all arrays have the same dtype, float32 or float64, and so have
  all results.
"""

from typing import Any

import numpy as np


def layer_norm(x: np.ndarray, gain: np.ndarray, bias: np.ndarray, eps: float = 1e-5) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        x: shape (..., D), D at least 1.
        gain: shape (D,).
        bias: shape (D,).
        eps: positive, added to the variance.

    Returns:
        (y, cache): y has the shape of x; cache is whatever
        ``layer_norm_backward`` needs, in a form of your choice.

    Examples:
        >>> y, _ = layer_norm(
        ...     np.array([[1.0, 5.0], [2.0, 2.0]]),
        ...     np.array([3.0, 1.0]),
        ...     np.array([0.0, 10.0]),
        ...     eps=12.0,
        ... )
        >>> y.tolist()
        [[-1.5, 10.5], [0.0, 10.0]]
    """
    raise NotImplementedError


def layer_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The backward pass.

    Args:
        dy: array of the shape of y: the gradient of the loss for y.
        cache: the second thing that ``layer_norm`` returned for this y.

    Returns:
        (dx, dgain, dbias): the gradients of the loss, of shapes (..., D), (D,)
        and (D,).

    Examples:
        >>> _, cache = layer_norm(
        ...     np.array([[1.0, 5.0]]),
        ...     np.array([3.0, 1.0]),
        ...     np.array([0.0, 10.0]),
        ...     eps=12.0,
        ... )
        >>> dx, dgain, dbias = layer_norm_backward(
        ...     np.array([[1.0, -1.0]]), cache
        ... )
        >>> dx.tolist(), dgain.tolist(), dbias.tolist()
        ([[0.375, -0.375]], [-0.5, -0.5], [1.0, -1.0])
    """
    raise NotImplementedError
