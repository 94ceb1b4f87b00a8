"""Binary cross-entropy from logits, and the focal loss: yes-or-no questions,
each with a logit of its own.

A detector, a multi-label classifier or a reward model asks N independent
questions. For one of them, with the logit x and the probability
p = sigmoid(x) = 1 / (1 + exp(-x)) of "yes", and the target t, the loss is

    bce(x, t) = -(w t log(p) + (1 - t) log(1 - p))

The weight w of the positive class is 1 unless positives are rare. Where
negatives are so many that even their small losses drown the positives, the
focal loss scales down what is answered well already. For a hard target, 1 or
0, let p_t be the probability of the right answer, p for t = 1 and 1 - p for
t = 0:

    focal(x, t) = -a_t (1 - p_t)^gamma log(p_t)
    a_t = alpha for t = 1 and 1 - alpha for t = 0

Computed from p both break: sigmoid(40) is 1 in float64, and log(1 - 1) is
-inf. Computed from the logits they don't.

Conventions:

- **Mean**: the loss is the mean over all N elements of the arrays, whatever
  their shape, and the gradient is that of this mean. The weights w and a_t
  change the sum only; it is divided by N. (Lin et al. divide by the number of
  positives.)
- **Stability**: finite logits of any size give the right finite loss and
  gradient.
- **Dtype**: the gradient has the dtype of the logits, float32 or float64. The
  loss is a number.
- **Shapes**: logits and targets have the same shape. They are never broadcast:
  (N, 1) against (N,) would be N x N questions.
"""

import numpy as np


def binary_cross_entropy(logits: np.ndarray, targets: np.ndarray, pos_weight: float = 1.0) -> tuple[float, np.ndarray]:
    """The mean binary cross-entropy and its gradient for the logits.

    Args:
        logits: finite float array of any shape with at least one element.
        targets: array of the shape and dtype of ``logits``: numbers from 0 to
            1, also between them (soft labels).
        pos_weight: w, positive: the weight of the positive term.

    Returns:
        (loss, dlogits): the loss as a scalar, in nats, and its gradient, an
        array of the shape and dtype of ``logits``.

    Raises:
        ValueError: if ``logits`` and ``targets`` differ in shape.

    Examples:
        >>> loss, dlogits = binary_cross_entropy(
        ...     np.array([0.0, 0.0]), np.array([1.0, 0.0]), pos_weight=3.0
        ... )
        >>> round(float(loss), 4), dlogits.tolist()
        (1.3863, [-0.75, 0.25])
        >>> loss, dlogits = binary_cross_entropy(
        ...     np.array([-1000.0]), np.array([1.0])
        ... )
        >>> float(loss), dlogits.tolist()
        (1000.0, [-1.0])
    """
    raise NotImplementedError


def focal_loss(
    logits: np.ndarray, targets: np.ndarray, gamma: float = 2.0, alpha: float | None = None
) -> tuple[float, np.ndarray]:
    """The mean focal loss and its gradient for the logits.

    Args:
        logits: finite float array of any shape with at least one element.
        targets: array of the shape and dtype of ``logits`` with the numbers 0
            and 1 only.
        gamma: the focusing exponent, at least 0; with 0 and no alpha the focal
            loss is the binary cross-entropy.
        alpha: the weight of the positives, from 0 to 1, that of the negatives
            being 1 - alpha. None weighs both with 1.

    Returns:
        (loss, dlogits): the loss as a scalar, in nats, and its gradient, an
        array of the shape and dtype of ``logits``.

    Raises:
        ValueError: if ``logits`` and ``targets`` differ in shape.

    Examples:
        >>> loss, dlogits = focal_loss(
        ...     np.array([0.0, 0.0]),
        ...     np.array([1.0, 0.0]),
        ...     gamma=1.0,
        ...     alpha=0.75,
        ... )
        >>> round(float(loss), 4), dlogits.round(4).tolist()
        (0.1733, [-0.1587, 0.0529])
    """
    raise NotImplementedError
