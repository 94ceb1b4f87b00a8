"""Group normalisation: the channels of each sample are normalised in groups,
forward and backward.

Batch normalisation needs a batch: with two images on each device, as in
detection or segmentation, its statistics are mostly noise. Group normalisation
takes them within one sample, so that it works at any batch size and does the
same in training and at evaluation; the U-Nets of diffusion models use it. The
C channels of a sample form G groups, and the values of a group share one mean
and one variance:

    mean = sum x / M              over the M values of a group
    var = sum (x - mean)^2 / M
    n = (x - mean) / sqrt(var + eps)
    y = gain n + bias             with a gain and a bias for each channel

G = 1 normalises a whole sample. G = C normalises every channel of every sample
by itself: instance normalisation, which removes the contrast of an image and
came from style transfer.

Conventions:

- **Layout**: x has shape (B, C, ...), with any number of axes of positions
  behind the channels, none included. A group holds C / G consecutive channels
  at all positions of one sample.
- **Variance**: the biased one, divided by M and not by M - 1, with eps inside
  the root.
- **Parameters** belong to channels, C of each, for both functions; their
  gradients are sums over samples and positions.
- **Backward** counts what every value does to the mean and the variance of its
  group.
- **Constant groups** have n = 0, so y is the bias. With eps > 0 their gradient
  is finite, and the same formulas hold. A group of a single value is one of
  them.
- **Large offsets**: groups with a mean of 1e6 and a standard deviation of 1
  are normalised as well as others are.
- **Dtype**: all arrays have the same dtype, float32 or float64, and so have
  all results.
"""

from typing import Any

import numpy as np


def group_norm(
    x: np.ndarray, gain: np.ndarray, bias: np.ndarray, n_groups: int, eps: float = 1e-5
) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        x: shape (B, C, ...), no axis empty.
        gain: shape (C,).
        bias: shape (C,).
        n_groups: G, a divisor of C.
        eps: positive, added to the variance.

    Returns:
        (y, cache): y has the shape of x; cache is whatever
        ``group_norm_backward`` needs, in a form of your choice.

    Raises:
        ValueError: if G doesn't divide C.

    Examples:
        >>> gain = np.array([3.0, 1.0, 1.0, 1.0])
        >>> bias = np.array([0.0, 0.0, 7.0, 8.0])
        >>> group_norm(
        ...     np.array([[1.0, 5.0, 2.0, 2.0]]), gain, bias, 2, eps=12.0
        ... )[0].tolist()
        [[-1.5, 0.5, 7.0, 8.0]]
    """
    raise NotImplementedError


def instance_norm(x: np.ndarray, gain: np.ndarray, bias: np.ndarray, eps: float = 1e-5) -> tuple[np.ndarray, Any]:
    """The forward pass with a group for each channel.

    Args:
        x: shape (B, C, ...), no axis empty.
        gain: shape (C,).
        bias: shape (C,).
        eps: positive, added to the variance.

    Returns:
        (y, cache): y has the shape of x; cache is one that
        ``group_norm_backward`` takes.

    Examples:
        >>> x = np.array([[[1.0, 5.0], [3.0, 3.0]]])
        >>> gain = np.array([3.0, 1.0])
        >>> bias = np.array([0.0, 2.0])
        >>> instance_norm(x, gain, bias, eps=12.0)[0].tolist()
        [[[-1.5, 1.5], [2.0, 2.0]]]
    """
    raise NotImplementedError


def group_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The backward pass of both.

    Args:
        dy: array of the shape of y: the gradient of the loss for y.
        cache: the second thing that ``group_norm`` or ``instance_norm``
            returned for this y. Other forward passes may have been made since.

    Returns:
        (dx, dgain, dbias): the gradients of the loss, of shapes (B, C, ...),
        (C,) and (C,).

    Examples:
        >>> _, cache = group_norm(
        ...     np.array([[1.0, 5.0]]),
        ...     np.array([3.0, 1.0]),
        ...     np.array([0.0, 10.0]),
        ...     1,
        ...     eps=12.0,
        ... )
        >>> dx, dgain, dbias = group_norm_backward(
        ...     np.array([[1.0, -1.0]]), cache
        ... )
        >>> dx.tolist(), dgain.tolist(), dbias.tolist()
        ([[0.375, -0.375]], [-0.5, -0.5], [1.0, -1.0])
    """
    raise NotImplementedError
