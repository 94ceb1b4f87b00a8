"""Label smoothing: cross-entropy against targets that are not quite certain.

With a one-hot target the loss of a classifier falls for ever: each doubling of
all logits brings the right probability closer to 1, which it never reaches.
The model becomes overconfident. Smoothing takes a share eps of the target away
and spreads it evenly over all K classes, the right one included:

    q_k = (1 - eps) [k = t] + eps / K
    loss(x, t) = -sum_k q_k log softmax(x)_k

where [k = t] is 1 for the right class t, else 0.

Now the best logits are finite: those with softmax(x) = q. The gradient is as
simple as without smoothing:

    d loss / d x_k = softmax(x)_k - q_k

With eps = 0 all of this is plain cross-entropy; with eps = 1 the label is
ignored. Inception-v3 and the first transformer were trained with eps = 0.1.

Conventions:

- **Spread**: eps / K goes to every class, so the right one has
  1 - eps + eps / K. (Others give eps / (K - 1) to the wrong ones only.)
- **Mean**: the loss is the mean over the N rows, and the gradient is that of
  this mean.
- **Stability**: finite logits of any size give the right finite loss.
- **Dtype**: the gradient has the dtype of the logits, float32 or float64. The
  smoothed targets are float64.
"""

import numpy as np


def smooth_targets(targets: np.ndarray, n_classes: int, eps: float) -> np.ndarray:
    """The target distribution of every row.

    Args:
        targets: integer array of shape (N,): class ids from 0 to K - 1, N at
            least 1.
        n_classes: K, at least 1.
        eps: the share that is spread, from 0 to 1, both included.

    Returns:
        A float64 array of shape (N, K), whose rows sum to 1.

    Raises:
        ValueError: if an id is not from 0 to K - 1, or eps is not from 0 to 1.

    Examples:
        >>> smooth_targets(np.array([2, 0]), 4, 0.5).tolist()
        [[0.125, 0.125, 0.625, 0.125], [0.625, 0.125, 0.125, 0.125]]
        >>> smooth_targets(np.array([1]), 2, 0.0).tolist()
        [[0.0, 1.0]]
    """
    raise NotImplementedError


def label_smoothing(logits: np.ndarray, targets: np.ndarray, eps: float) -> tuple[float, np.ndarray]:
    """The mean loss against the smoothed targets, and its gradient for the
    logits.

    Args:
        logits: finite float array of shape (N, K), N and K at least 1.
        targets: integer array of shape (N,): class ids from 0 to K - 1.
        eps: the share that is spread, from 0 to 1, both included.

    Returns:
        (loss, dlogits): the mean loss as a scalar, in nats, and its gradient,
        an array of the shape and dtype of ``logits``.

    Raises:
        ValueError: if an id is not from 0 to K - 1, eps is not from 0 to 1, or
            the number of ids is not N.

    Examples:
        >>> loss, dlogits = label_smoothing(
        ...     np.array([[1.0, 1.0], [9.0, 9.0]]), np.array([0, 1]), 0.5
        ... )
        >>> round(float(loss), 4), dlogits.tolist()
        (0.6931, [[-0.125, 0.125], [0.125, -0.125]])
        >>> loss, dlogits = label_smoothing(
        ...     np.array([[1000.0, 0.0]]), np.array([0]), 0.25
        ... )
        >>> float(loss), dlogits.tolist()
        (125.0, [[0.125, -0.125]])
    """
    raise NotImplementedError
