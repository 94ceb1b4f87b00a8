"""k-means++: where k-means begins.

Lloyd's algorithm only goes downhill from where it starts, and rows drawn
uniformly often start two centroids in one heap and none in another. k-means++
draws the first centroid uniformly from the rows and each further one with a
probability that grows with how badly the row is served so far. In expectation
the inertia is then within a factor 8 (ln K + 2) of the best one, before Lloyd
has made a step. It is the default of scikit-learn and Spark.

The rows X are (N, D), the centroids chosen so far c are (K, D). The law of the
next centroid, over the rows, is

    D_n^2 = min_k |x_n - c_k|^2         p_n = D_n^2 / sum_m D_m^2

The greedy variant draws L candidates by that law, independently, and keeps
the one with which the potential, the sum of D_n^2 after it has been added,
is smallest. scikit-learn does so with L = 2 + floor(ln K). L = 1 is plain
k-means++.

Conventions:

- **Centroids are rows**, given by their indices, in the order of choice.
- **The first one** is uniform over the rows, and has no candidates.
- **Candidates** are drawn with replacement.
- **Nothing left**: when all D_n are 0, the law is uniform over all N rows.
- **Equal potentials**: of candidates that are equally good, the earlier one in
  the list is kept. Potentials are equal if they are the same numbers; the
  tests have whole numbers there.
- **Far from 0**: D_n^2 comes from differences of rows, so that rows near 1e8
  are no problem; |x|^2 - 2 x.c + |c|^2 would lose all digits there.
- **Chance** comes from ``rng`` alone. In which way it is asked is up to you:
  what is judged is the law, not the numbers of one seed.
- **No library** computes the distances or clusters.
"""

import numpy as np


def selection_law(X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """The probability of each row to be the next centroid.

    Args:
        X: shape (N, D), float64.
        centroids: those chosen so far, shape (K, D), K at least 1.

    Returns:
        A float64 array of shape (N,) that sums to 1.

    Examples:
        >>> X = np.array([[0.0], [1.0], [3.0]])
        >>> selection_law(X, np.array([[0.0]])).round(6).tolist()
        [0.0, 0.1, 0.9]
    """
    raise NotImplementedError


def best_candidate(X: np.ndarray, centroids: np.ndarray, candidates: np.ndarray) -> int:
    """The candidate with which the potential is smallest.

    Args:
        X: shape (N, D), float64.
        centroids: those chosen so far, shape (K, D), K at least 1.
        candidates: indices of rows, integers, shape (L,), L at least 1.

    Returns:
        The index of a row: one of the candidates.

    Examples:
        >>> X = np.array([[0.0], [4.0], [5.0], [9.0]])
        >>> best_candidate(X, np.array([[0.0]]), np.array([3, 2]))
        2
    """
    raise NotImplementedError


def kmeans_plus_plus(X: np.ndarray, k: int, rng: np.random.Generator, n_candidates: int) -> np.ndarray:
    """The rows that k-means begins with.

    Args:
        X: shape (N, D), float64.
        k: how many, from 1 to N.
        rng: where all chance comes from.
        n_candidates: L, at least 1.

    Returns:
        The indices of k rows, integers, shape (k,).

    Examples:
        >>> X = np.array([[5.0], [5.0], [8.0]])
        >>> chosen = kmeans_plus_plus(X, 2, np.random.default_rng(0), 1)
        >>> sorted(X[chosen, 0].tolist())
        [5.0, 8.0]
    """
    raise NotImplementedError
