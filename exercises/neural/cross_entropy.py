"""Softmax cross-entropy: the loss of a classifier and of a language model, and
its gradient, in one step.

For one position with V logits x and the class id t, the loss is the negative
log-probability of the right class,

    loss(x, t) = -log softmax(x)_t = log(sum_j exp(x_j)) - x_t

Computed in two steps it breaks: where the probability rounds to 0, its
logarithm is -inf, and the gradient through the softmax divides 0 by 0. Fused,
nothing can overflow, and the gradient becomes the simplest there is:

    d loss / d x_j = softmax(x)_j - (1 if j = t, else 0)

Conventions:

- **Shapes**: the classes are the last axis of the logits; all axes before it
  (batch, time) are positions. Each position has one id.
- **Ignored positions**: where the id equals ``ignore_index`` (padding, or a
  prompt that isn't trained on) the position adds nothing to the loss, and its
  gradient is exactly 0. This comes first: ``ignore_index`` may also be one of
  the ids from 0 to V - 1.
- **Mean**: the loss is the mean over the positions that aren't ignored, and
  the gradient is that of this mean.
- **Nothing left**: when every position is ignored, loss and gradient are 0.
  (torch returns nan.)
- **Stability**: finite logits of any size give the right finite loss, also
  when the model is confident and wrong.
- **Dtype**: the gradient has the dtype of the logits, float32 or float64. The
  loss is a number.
"""

import numpy as np


def cross_entropy(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> tuple[float, np.ndarray]:
    """The mean loss and its gradient for the logits.

    Args:
        logits: finite float array of shape (..., V), at least two dimensions,
            V at least 1.
        targets: integer array (int64) of shape (...), the shape of the logits
            without their last axis: ids from 0 to V - 1, or ``ignore_index``.
        ignore_index: the id that marks ignored positions.

    Returns:
        (loss, dlogits): the mean loss as a scalar (a Python float or a NumPy
        one), in nats, and its gradient, an array of the shape and dtype of
        ``logits``.

    Raises:
        ValueError: if the shapes don't fit, or an id is neither
            ``ignore_index`` nor from 0 to V - 1.

    Examples:
        >>> loss, dlogits = cross_entropy(
        ...     np.zeros((2, 4)), np.array([1, 3])
        ... )
        >>> round(float(loss), 4), dlogits.tolist()
        (1.3863, [[0.125, -0.375, 0.125, 0.125], [0.125, 0.125, 0.125,
         -0.375]])
        >>> loss, dlogits = cross_entropy(
        ...     np.array([[1000.0, 0.0], [5.0, 7.0]]), np.array([1, -100])
        ... )
        >>> float(loss), dlogits.tolist()
        (1000.0, [[1.0, -1.0], [0.0, 0.0]])
    """
    raise NotImplementedError
