"""AdaBoost: many weak stumps that vote, each trained on what was wrong so far.

A stump asks one question of one feature and is right a little more often than
a coin. AdaBoost (Freund and Schapire 1997) makes a strong classifier of such:
every row has a weight, the next stump is the one with the smallest weighted
error, and the rows that it gets wrong weigh more from then on. It still finds
faces in cameras (Viola and Jones) and was the first boosting that worked.

Labels y_n are -1 and 1. A stump is (feature j, threshold t, polarity s) and

    h(x) = s if x_j <= t, else -s             s is 1 or -1

With weights w_n that begin at 1/N, each round takes the stump with the
smallest error and lets it speak with the weight alpha:

    error = sum of w_n with h(x_n) != y_n
    alpha = 1/2 ln((1 - error) / error)
    w_n   = w_n exp(-alpha y_n h(x_n)), then divided by their sum

The vote is sign(sum over the rounds of alpha h(x)). With the new weights the
last stump is no better than a coin: its error is exactly 1/2, so that another
one has to be found.

Conventions:

- **The half** in alpha belongs to labels -1 and 1 and to this update, which
  changes right and wrong rows. The multi-class form (SAMME, in scikit-learn)
  has no half and changes the wrong rows only: the votes are the same.
- **Thresholds** are the midpoints between neighbouring different values of a
  feature; at least one feature has two of them.
- **Equal errors**: of stumps whose errors differ by at most 1e-12, the lower
  feature comes first, then the lower threshold, then polarity 1.
- **A perfect stump**: an error under 1e-10 counts as 1e-10 in alpha, and no
  round follows.
- **A useless stump**: if the smallest error is 1/2 (up to 1e-12), it isn't
  taken, and no round follows.
- **A draw** in the vote, a sum of 0, gives 1.
"""

import numpy as np


def fit_stump(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple[int, float, int, float]:
    """The stump with the smallest weighted error.

    Args:
        X: shape (N, D).
        y: labels -1 and 1, shape (N,).
        w: weights of the rows, shape (N,), of sum 1.

    Returns:
        The feature, the threshold, the polarity and the error.

    Examples:
        >>> X, y = np.array([[1.0], [2.0], [3.0]]), np.array([-1, 1, -1])
        >>> fit_stump(X, y, np.array([0.25, 0.5, 0.25]))
        (0, 1.5, -1, 0.25)
    """
    raise NotImplementedError


def reweight(w: np.ndarray, y: np.ndarray, h: np.ndarray) -> tuple[float, np.ndarray]:
    """The weight of a stump, and the rows' weights after its round.

    Args:
        w: weights of the rows, shape (N,), of sum 1.
        y: labels -1 and 1, shape (N,).
        h: what the stump says, -1 and 1, shape (N,).

    Returns:
        alpha and the new weights, shape (N,), of sum 1.

    Examples:
        >>> y, h = np.array([1, 1, 1, 1, -1]), np.array([1, 1, 1, 1, 1])
        >>> alpha, w = reweight(np.full(5, 0.2), y, h)
        >>> round(alpha, 6), w.round(6).tolist()
        (0.693147, [0.125, 0.125, 0.125, 0.125, 0.5])
    """
    raise NotImplementedError


def adaboost(X: np.ndarray, y: np.ndarray, rounds: int) -> list[tuple[int, float, int, float]]:
    """The stumps and their weights.

    Args:
        X: shape (N, D).
        y: labels -1 and 1, shape (N,).
        rounds: the largest number of stumps.

    Returns:
        For each round the feature, the threshold, the polarity and alpha.

    Examples:
        >>> X, y = np.array([[1.0], [2.0], [3.0]]), np.array([-1, 1, -1])
        >>> [(t, s) for _, t, s, _ in adaboost(X, y, 2)]
        [(1.5, -1), (2.5, 1)]
    """
    raise NotImplementedError


def predict(stumps: list[tuple[int, float, int, float]], X: np.ndarray) -> np.ndarray:
    """The vote of the stumps.

    Args:
        stumps: as `adaboost` returns them, at least one.
        X: shape (N, D).

    Returns:
        Integers -1 and 1, shape (N,).

    Examples:
        >>> stumps = [(0, 1.0, 1, 0.5), (0, 3.0, -1, 0.75)]
        >>> predict(stumps, np.array([[1.0], [2.0], [4.0]])).tolist()
        [-1, -1, 1]
    """
    raise NotImplementedError
