"""Batch normalisation: every channel is brought to mean 0 and variance 1 over
the batch, forward and backward.

It made deep convolutional networks trainable at high learning rates. In
training the statistics are those of the current batch, so every sample
influences all others. A single image to be classified later has no batch; for
it, averages of the statistics are kept up while training goes on. Forgetting
to switch between the two is one of the commonest bugs.

One channel has M values in a batch: one for each sample and each position.
With the learned gain and bias of that channel,

    in training:      mean = sum x / M          var = sum (x - mean)^2 / M
    at evaluation:    mean = running_mean       var = running_var

    n = (x - mean) / sqrt(var + eps)            y = gain n + bias

and each training step moves the running statistics,

    running_mean <- (1 - momentum) * running_mean + momentum * mean
    running_var  <- (1 - momentum) * running_var
                    + momentum * var * M / (M - 1)

Conventions:

- **Layout**: axis 1 holds the C channels, as in torch: (B, C) after a dense
  layer, (B, C, T) for sequences, (B, C, H, W) for images. The statistics of a
  channel are over all other axes, M = B, B * T or B * H * W values.
- **Variance**: the biased one (divided by M) normalises, the unbiased one
  (divided by M - 1) enters running_var, as an estimate of the variance of the
  population. eps is added to neither, only under the root.
- **momentum** is the weight of the new batch. (In TensorFlow it is the weight
  of the old average.)
- **Backward** in training counts what every value does to the mean and the
  variance of its channel. At evaluation the statistics are constants. The
  running statistics carry no gradient.
- **Constant channels** have n = 0 in training, so y is the bias, and a finite
  gradient by the same formula.
- **Large offsets**: channels with a mean of 1e6 and a standard deviation of 1
  are normalised as well as others are. (The difference of the mean of x^2 and
  the squared mean would lose their digits.)
- **Sum**: the gradients of gain and bias are sums over all values of a
  channel.
- **Dtype**: all arrays have the same dtype, float32 or float64, and so have
  all results.
"""

from typing import Any

import numpy as np


def batch_norm(
    x: np.ndarray,
    gain: np.ndarray,
    bias: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[np.ndarray, Any, np.ndarray, np.ndarray]:
    """The forward pass.

    Args:
        x: shape (B, C, ...), two or more dimensions, none of them empty.
        gain: shape (C,).
        bias: shape (C,).
        running_mean: shape (C,), as the step before left it.
        running_var: shape (C,), likewise.
        training: True normalises by the statistics of the batch, False by the
            running ones.
        momentum: how far the running statistics move, from 0 to 1.
        eps: positive, added to the variance.

    Returns:
        (y, cache, running_mean, running_var): y has the shape of x; cache is
        whatever ``batch_norm_backward`` needs, in a form of your choice; the
        running statistics are new arrays of shape (C,), at evaluation equal to
        the old.

    Raises:
        ValueError: in training, if M is 1: then there is no unbiased variance.
            At evaluation M may be 1.

    Examples:
        >>> x = np.array([[1.0, 2.0], [5.0, 2.0]])
        >>> gain = np.array([3.0, 1.0])
        >>> bias = np.array([0.0, 10.0])
        >>> y, _, mean, var = batch_norm(
        ...     x,
        ...     gain,
        ...     bias,
        ...     np.zeros(2),
        ...     np.ones(2),
        ...     momentum=0.5,
        ...     eps=12.0,
        ... )
        >>> y.tolist(), mean.tolist(), var.tolist()
        ([[-1.5, 10.0], [1.5, 10.0]], [1.5, 1.0], [4.5, 0.5])
        >>> y, _, mean, var = batch_norm(
        ...     x,
        ...     gain,
        ...     bias,
        ...     np.zeros(2),
        ...     np.ones(2),
        ...     training=False,
        ...     eps=3.0,
        ... )
        >>> y.tolist(), mean.tolist(), var.tolist()
        ([[1.5, 11.0], [7.5, 11.0]], [0.0, 0.0], [1.0, 1.0])
    """
    raise NotImplementedError


def batch_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The backward pass.

    Args:
        dy: array of the shape of y: the gradient of the loss for y.
        cache: the second thing that ``batch_norm`` returned for this y, in
            training or at evaluation. Other forward passes may have been made
            since.

    Returns:
        (dx, dgain, dbias): the gradients of the loss, of shapes (B, C, ...),
        (C,) and (C,).

    Examples:
        >>> x = np.array([[1.0], [5.0]])
        >>> gain = np.array([3.0])
        >>> bias = np.array([0.0])
        >>> _, cache, _, _ = batch_norm(
        ...     x,
        ...     gain,
        ...     bias,
        ...     np.array([2.0]),
        ...     np.array([4.0]),
        ...     training=True,
        ...     eps=12.0,
        ... )
        >>> [
        ...     gradient.tolist()
        ...     for gradient in batch_norm_backward(
        ...         np.array([[1.0], [-1.0]]), cache
        ...     )
        ... ]
        [[[0.5625], [-0.5625]], [-1.0], [0.0]]
        >>> _, cache, _, _ = batch_norm(
        ...     x,
        ...     gain,
        ...     bias,
        ...     np.array([2.0]),
        ...     np.array([4.0]),
        ...     training=False,
        ...     eps=12.0,
        ... )
        >>> [
        ...     gradient.tolist()
        ...     for gradient in batch_norm_backward(
        ...         np.array([[1.0], [-1.0]]), cache
        ...     )
        ... ]
        [[[0.75], [-0.75]], [-1.0], [0.0]]
    """
    raise NotImplementedError
