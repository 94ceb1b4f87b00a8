"""Inverted dropout: noise in training, nothing at all at evaluation.

In training every element is set to 0 with probability p, independently of all
others, so that no unit can rely on another one being there. The elements that
stay are scaled up at once,

    y_i = m_i x_i / (1 - p),      m_i = 0 with probability p, else 1

which makes the expected value of y_i equal to x_i. That is the only scaling
there is: the original paper multiplies the weights at test time instead, and
doing both would scale twice. At evaluation the layer returns its input
unchanged.

Conventions:

- **p** is the probability of being dropped, as in today's libraries; the
  paper's p is the probability of staying.
- **p = 0** drops nothing: y equals x. **p = 1** drops everything: y is 0 and
  so is the gradient, never nan.
- **Randomness** comes from ``rng`` alone: from the same state of the generator
  comes the same result, and every further call draws a new mask. How you draw
  from it is your choice.
- **Backward** uses the mask of the forward pass that it belongs to, also when
  other passes were made in between. An input that happens to be 0 is not
  thereby dropped: if it stays, its gradient passes.
- **Dtype**: x and dy have one shape and one dtype, float32 or float64, and so
  have y and dx.
"""

from typing import Any

import numpy as np


def dropout(x: np.ndarray, p: float, rng: np.random.Generator | None, training: bool = True) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        x: float array of any shape with at least one dimension, not empty.
        p: the probability of dropping an element, 0 <= p <= 1.
        rng: the generator to draw from. At evaluation it is not used and may
            be None.
        training: True drops and scales, False returns the values of x as they
            are.

    Returns:
        (y, cache): y has the shape and dtype of x; cache is whatever
        ``dropout_backward`` needs, in a form of your choice.

    Raises:
        ValueError: if p is not between 0 and 1, in training.

    Examples:
        >>> y, _ = dropout(np.ones((2, 50)), 0.5, np.random.default_rng(0))
        >>> sorted(set(y.ravel().tolist()))
        [0.0, 2.0]
        >>> dropout(np.array([1.0, 2.0, 3.0]), 0.5, None, training=False)[
        ...     0
        ... ].tolist()
        [1.0, 2.0, 3.0]
    """
    raise NotImplementedError


def dropout_backward(dy: np.ndarray, cache: Any) -> np.ndarray:
    """The backward pass: the gradient for x.

    Args:
        dy: array of the shape of y: the gradient of the loss for y.
        cache: the second thing that ``dropout`` returned for this y. It may be
            used more than once.

    Returns:
        An array of the shape and dtype of dy: the gradient of the loss for x.

    Examples:
        >>> y, cache = dropout(np.ones(50), 0.75, np.random.default_rng(0))
        >>> dx = dropout_backward(np.full(50, 3.0), cache)
        >>> bool(np.all(dx == 3.0 * y))
        True
    """
    raise NotImplementedError
