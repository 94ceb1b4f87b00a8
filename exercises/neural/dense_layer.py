"""Dense layer: the affine map that most parameters of most networks belong to,
and its backward pass.

Every position of x, a row of D features, is mapped to F features by the same
weight W and bias b:

    y = x W + b

Let L be a loss that depends on all of this through y, and write dy for dL/dy.
Backpropagation needs three gradients: dx goes on to the layer below, dweight
and dbias go to the optimiser. A parameter that many positions share gets the
sum of their gradients.

Conventions:

- **Layout**: W has shape (D, F), input features first. (torch's ``nn.Linear``
  stores the transpose, (F, D).)
- **Leading axes**: x has shape (..., D) with any number of leading axes: a
  batch, a batch of sequences, or none at all, which is a single row. Each
  combination of their indices is a position.
- **Sum, not mean**: dweight and dbias are sums over all positions. Whether the
  loss was a mean is in dy already.
- **Without bias**: ``bias`` may be None; then nothing is added, and dbias is
  None.
- **Dtype**: all arrays have the same dtype, float32 or float64, and so have
  all results.
"""

from typing import Any

import numpy as np


def dense_layer(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        x: shape (..., D).
        weight: shape (D, F).
        bias: shape (F,), or None.

    Returns:
        (y, cache): y has shape (..., F); cache is whatever
        ``dense_layer_backward`` needs, in a form of your choice.

    Raises:
        ValueError: if the last axis of x isn't D long, or the shape of the
            bias isn't (F,).

    Examples:
        >>> weight = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]])
        >>> bias = np.array([0.5, 0.0, 0.0])
        >>> dense_layer(np.array([[1.0, 1.0], [2.0, 0.0]]), weight, bias)[
        ...     0
        ... ].tolist()
        [[1.5, 3.0, -1.0], [2.5, 4.0, 0.0]]
        >>> dense_layer(np.array([3.0, 1.0]), weight)[0].tolist()
        [3.0, 7.0, -1.0]
    """
    raise NotImplementedError


def dense_layer_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The backward pass.

    Args:
        dy: shape (..., F), that of y: the gradient of the loss for y.
        cache: the second thing that ``dense_layer`` returned for this y. Other
            forward passes may have been made since, and it may be used more
            than once.

    Returns:
        (dx, dweight, dbias): the gradients of the loss, of shapes (..., D),
        (D, F) and (F,); dbias is None if the layer has no bias.

    Examples:
        >>> _, cache = dense_layer(
        ...     np.array([[1.0, 2.0], [3.0, 4.0]]),
        ...     np.array([[1.0], [-1.0]]),
        ...     np.array([0.0]),
        ... )
        >>> dx, dweight, dbias = dense_layer_backward(
        ...     np.array([[1.0], [10.0]]), cache
        ... )
        >>> dx.tolist(), dweight.tolist(), dbias.tolist()
        ([[1.0, -1.0], [10.0, -10.0]], [[31.0], [42.0]], [11.0])
    """
    raise NotImplementedError
