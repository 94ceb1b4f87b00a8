"""k-fold cross-validation: every row is in the validation set exactly once.

One split in training and validation rows wastes data and depends on luck.
Cross-validation cuts the rows into k folds and makes k splits of them: in each
one fold is for validation and all others are for training. The mean of the k
scores is the estimate.

- **k-fold**: N rows in an order give k folds of neighbours in that order. The
  first N mod k folds have one row more than the rest, as in scikit-learn.
- **Stratified**: every fold has nearly the same share of each class, which
  matters if one is rare. Of each class, any two folds have numbers of rows
  that differ by at most 1, and so do the sizes of the folds altogether. Which
  of such folds it is, is left open.
- **Leave one out**: k = N, each fold is one row. Nothing is random then.

Conventions:

- **The order** is 0 to N - 1 if rng is None, and a uniformly random one if it
  is a generator: drawn once for all folds, not anew for each of them. All
  chance comes from rng.
- **Stratified folds** always have a generator: the rows of a class are dealt
  out in a uniformly random order.
- **A split** is (training rows, validation rows): two integer arrays of
  indices, each in ascending order.
- **Too many folds**: k under 2 or above N is a ValueError, and so is a k above
  the number of rows of a class, since a fold would be without it.
"""

import numpy as np


def kfold(n: int, k: int, rng: np.random.Generator | None) -> list[tuple[np.ndarray, np.ndarray]]:
    """The k splits of k-fold cross-validation.

    Args:
        n: the number of rows.
        k: the number of folds.
        rng: shuffles the rows, or None.

    Returns:
        k splits; the validation rows of split i are fold i.

    Raises:
        ValueError: if k is under 2 or above n.

    Examples:
        >>> [(t.tolist(), v.tolist()) for t, v in kfold(5, 2, None)]
        [([3, 4], [0, 1, 2]), ([0, 1, 2], [3, 4])]
    """
    raise NotImplementedError


def stratified_kfold(y: np.ndarray, k: int, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """k splits whose folds all have nearly the same classes.

    Args:
        y: labels, integers of shape (N,), N at least 1.
        k: the number of folds.
        rng: shuffles the rows of each class.

    Returns:
        k splits.

    Raises:
        ValueError: if k is under 2, or above the number of rows of a class.

    Examples:
        >>> y = np.array([7, 7, 3, 3, 3, 3])
        >>> splits = stratified_kfold(y, 2, np.random.default_rng(0))
        >>> [sorted(y[validation].tolist()) for _, validation in splits]
        [[3, 3, 7], [3, 3, 7]]
    """
    raise NotImplementedError


def leave_one_out(n: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The splits that leave out one row each, in the order of the rows.

    Args:
        n: the number of rows, at least 2.

    Returns:
        n splits.

    Examples:
        >>> [(t.tolist(), v.tolist()) for t, v in leave_one_out(3)]
        [([1, 2], [0]), ([0, 2], [1]), ([0, 1], [2])]
    """
    raise NotImplementedError
