"""Margin losses: hinge, triplet and contrastive, with their gradients.

Cross-entropy never stops pushing: a right answer can always be surer. A margin
loss is content once a sample is right by a margin m, and from there on its
gradient is 0, so training goes where something is still wrong. The hinge loss
does this for a classifier (the support vector machine). The other two train
embeddings, where only distances count:

    hinge        l = max(0, m - t x)           logit x, target t = +1 or -1
    triplet      l = max(0, |a - p|^2 - |a - n|^2 + m)
    contrastive  l = D^2 / 2                   for a similar pair
                 l = max(0, m - D)^2 / 2       for a dissimilar pair

A triplet is an anchor a, a positive p of its class and a negative n of
another. D is |a - b|, and |.| is the Euclidean norm. Conventions:

- **Mean**: the loss is the mean over all B samples, those that add 0 included,
  and the gradients are those of the mean.
- **Squares**: the triplet loss compares squared distances, as FaceNet does
  (torch's ``TripletMarginLoss`` takes plain ones). The halves of the
  contrastive loss are the paper's.
- **Labels**: True means that a pair is similar. (The paper's label is 0 for
  similar pairs.)
- **At the margin**: a sample for which the inside of max is exactly 0 has
  gradient 0.
- **No direction**: a dissimilar pair with D = 0 has the loss m^2 / 2, and its
  gradient is taken to be 0, never nan.
- **Dtype**: all float arrays have the same dtype, float32 or float64, and so
  have the gradients. The loss is a number.
- **Shapes** must be equal where they are said to be: nothing is broadcast.
"""

import numpy as np


def hinge_loss(logits: np.ndarray, targets: np.ndarray, margin: float = 1.0) -> tuple[float, np.ndarray]:
    """The mean hinge loss of a binary classifier.

    Args:
        logits: x, float array of shape (B,), B at least 1.
        targets: t, integer array of shape (B,) with the numbers 1 and -1.
        margin: m, positive.

    Returns:
        (loss, dlogits): the loss, and its gradient of shape (B,).

    Raises:
        ValueError: if ``logits`` and ``targets`` differ in shape.

    Examples:
        >>> loss, dlogits = hinge_loss(
        ...     np.array([3.0, 0.5, 1.0]), np.array([1, 1, -1])
        ... )
        >>> round(float(loss), 4), dlogits.round(4).tolist()
        (0.8333, [0.0, -0.3333, 0.3333])
    """
    raise NotImplementedError


def triplet_loss(
    anchor: np.ndarray, positive: np.ndarray, negative: np.ndarray, margin: float = 0.2
) -> tuple[float, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The mean triplet loss on squared distances.

    Args:
        anchor: a, shape (B, D), B and D at least 1: row i belongs to triplet
            i.
        positive: p, shape (B, D).
        negative: n, shape (B, D).
        margin: m, positive.

    Returns:
        (loss, (danchor, dpositive, dnegative)): the loss, and its gradients,
        each of shape (B, D).

    Raises:
        ValueError: if the three arrays differ in shape.

    Examples:
        >>> a = np.array([[0.0, 0.0]])
        >>> p = np.array([[1.0, 0.0]])
        >>> n = np.array([[0.0, 1.0]])
        >>> loss, (da, dp, dn) = triplet_loss(a, p, n, margin=0.5)
        >>> float(loss), da.tolist(), dp.tolist(), dn.tolist()
        (0.5, [[-2.0, 2.0]], [[2.0, 0.0]], [[0.0, -2.0]])
        >>> float(triplet_loss(a, p, 2.0 * n, margin=0.5)[0])
        0.0
    """
    raise NotImplementedError


def contrastive_loss(
    a: np.ndarray, b: np.ndarray, similar: np.ndarray, margin: float = 1.0
) -> tuple[float, tuple[np.ndarray, np.ndarray]]:
    """The mean contrastive loss of pairs.

    Args:
        a: shape (B, D), B and D at least 1: row i is one half of pair i.
        b: shape (B, D), the other halves.
        similar: boolean array of shape (B,): True for pairs to be pulled
            together, however far apart they are, False for pairs to be pushed
            apart up to the margin.
        margin: m, positive.

    Returns:
        (loss, (da, db)): the loss, and its gradients, each of shape (B, D).

    Raises:
        ValueError: if ``a`` and ``b`` differ in shape, or ``similar`` isn't of
            shape (B,).

    Examples:
        >>> a, b = np.zeros((2, 2)), np.array([[0.0, 2.0], [0.0, 2.0]])
        >>> loss, (da, db) = contrastive_loss(
        ...     a, b, np.array([True, False]), margin=3.0
        ... )
        >>> float(loss), da.tolist(), db.tolist()
        (1.25, [[0.0, -1.0], [0.0, 0.5]], [[0.0, 1.0], [0.0, -0.5]])
    """
    raise NotImplementedError
