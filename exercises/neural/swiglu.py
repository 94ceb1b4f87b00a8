"""SwiGLU: the gated feed-forward block of LLaMA and most language models
since, forward and backward.

The feed-forward block of the first transformers is two dense layers with a
ReLU between them. SwiGLU computes two products of x, bends one of them with
SiLU, and lets it decide, feature by feature, how much of the other one passes:

    a = x W_gate      u = x W_up      h = silu(a) * u      y = h W_down
    silu(a) = a * sigmoid(a),         sigmoid(a) = 1 / (1 + exp(-a))

At the same number of parameters it reaches a lower loss than ReLU or GELU.
There are three matrices instead of two, so F is usually taken as 8 D / 3
instead of 4 D. (The paper calls W_gate, W_up and W_down W, V and W_2.)

Backward, with dy for dL/dy: the product passes to each factor the gradient
times the other factor, and x, which both branches used, collects the sum of
what comes back through them.

Conventions:

- **Layout**: W_gate and W_up have shape (D, F) and W_down has shape (F, D),
  input features first. There are no biases.
- **Leading axes**: x has shape (..., D) with any number of leading axes, none
  included.
- **Sum**: the gradients of the weights are sums over all positions.
- **Stability**: entries of a as large as +-1000 give neither nan nor inf,
  forward or backward.
- **Dtype**: all arrays have the same dtype, float32 or float64, and so have
  all results.
"""

from typing import Any

import numpy as np


def swiglu(x: np.ndarray, w_gate: np.ndarray, w_up: np.ndarray, w_down: np.ndarray) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        x: shape (..., D).
        w_gate: shape (D, F), of the branch that goes through SiLU.
        w_up: shape (D, F), of the branch that is gated.
        w_down: shape (F, D).

    Returns:
        (y, cache): y has the shape of x; cache is whatever ``swiglu_backward``
        needs, in a form of your choice.

    Examples:
        >>> w_gate = np.array([[1.0, 0.0]])
        >>> w_up = np.array([[2.0, 5.0]])
        >>> w_down = np.array([[0.5], [3.0]])
        >>> swiglu(
        ...     np.array([[1000.0], [0.0], [-1000.0]]), w_gate, w_up, w_down
        ... )[0].tolist()
        [[1000000.0], [0.0], [0.0]]
        >>> swiglu(np.array([1.0]), w_gate, w_up, w_down)[0].round(
        ...     4
        ... ).tolist()
        [0.7311]
    """
    raise NotImplementedError


def swiglu_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The backward pass.

    Args:
        dy: array of the shape of y: the gradient of the loss for y.
        cache: the second thing that ``swiglu`` returned for this y. Other
            forward passes may have been made since.

    Returns:
        (dx, dw_gate, dw_up, dw_down): the gradients of the loss, in the shapes
        of x and of the weights.

    Examples:
        >>> _, cache = swiglu(
        ...     np.array([[2.0]]),
        ...     np.array([[0.0]]),
        ...     np.array([[3.0]]),
        ...     np.array([[1.0]]),
        ... )
        >>> [
        ...     gradient.tolist()
        ...     for gradient in swiglu_backward(np.array([[1.0]]), cache)
        ... ]
        [[[0.0]], [[6.0]], [[0.0]], [[0.0]]]
    """
    raise NotImplementedError
