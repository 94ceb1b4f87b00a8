"""Dynamic time warping: how far apart two series are if time may stretch.

Two people say the same word, one of them slowly. Compared sample by sample
the recordings differ; aligned by warping time they are close. Speech was
recognised so before hidden Markov models, and gestures, heartbeats and the
nearest neighbours of time series still are.

A warping path goes from the first pair (0, 0) to the last, (N-1, M-1). Each
step moves on by one sample in x, in y or in both. The path costs the sum over
its pairs, both ends included, of |x_i - y_j|, and the distance is the cost of
the cheapest path. With dynamic programming:

    D[0, 0] = |x_0 - y_0|
    D[i, j] = |x_i - y_j| + min(D[i-1, j], D[i, j-1], D[i-1, j-1])

D[i, j] is the cost of the cheapest path from (0, 0) to (i, j); neighbours
outside the table don't count. The distance is D[N-1, M-1].

The Sakoe-Chiba band forbids pairs with |i - j| > window: less to compute, and
no sample is matched to one from far away.

Conventions:

- **Series** are float64 arrays of shapes (N,) and (M,), of 1 sample or more.
- **Outside the band** D is inf, and no path goes there. A window of None is
  no band at all.
- **A band too narrow** to reach the last pair, window < |N - M|: ValueError.
- **Ties**: any of the cheapest paths is right.
"""

import numpy as np


def accumulated_costs(
    x: np.ndarray,
    y: np.ndarray,
    window: int | None = None,
) -> np.ndarray:
    """The cost of the cheapest path to every pair.

    Args:
        x: shape (N,).
        y: shape (M,).
        window: how far apart i and j may be, at least 0, or None.

    Returns:
        D, float64, shape (N, M).

    Raises:
        ValueError: if window is less than |N - M|.

    Examples:
        >>> x, y = np.array([1.0, 3.0]), np.array([1.0, 1.0, 4.0])
        >>> accumulated_costs(x, y).tolist()
        [[0.0, 0.0, 3.0], [2.0, 2.0, 1.0]]
        >>> accumulated_costs(x, y, 1).tolist()
        [[0.0, 0.0, inf], [2.0, 2.0, 1.0]]
    """
    raise NotImplementedError


def warping_path(costs: np.ndarray) -> list[tuple[int, int]]:
    """A cheapest path, found from the last pair back to the first.

    Args:
        costs: D as above, shape (N, M), with inf outside of a band.

    Returns:
        The pairs (i, j) of indices, from (0, 0) to (N-1, M-1).

    Examples:
        >>> warping_path(np.array([[0.0, 0.0, 3.0], [2.0, 2.0, 1.0]]))
        [(0, 0), (0, 1), (1, 2)]
    """
    raise NotImplementedError
