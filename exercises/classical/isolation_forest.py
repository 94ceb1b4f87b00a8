"""Isolation forest: what is odd is alone after a few random cuts.

Most detectors describe what is normal first. An isolation forest (Liu, Ting
and Zhou 2008) doesn't: cut the rows at a random place of a random feature, cut
both sides again, and go on until every row is alone. Far from the others a row
is alone soon. No distance is computed and nothing is trained, so it is fast,
and it is scikit-learn's standard answer for anomalies in tables.

A tree is grown on a subsample of psi rows. A node with more than one row draws
a feature uniformly from those that have two different values in it, and a
threshold uniformly between the smallest and the largest of them; rows with
x_j < threshold go to the left. It stays a leaf if it has one row, if all its
rows are equal, or if it is ceil(log2 psi) cuts deep: what isn't alone by then
is no anomaly.

A tree is a dict: a leaf has the key "size", the number of its training rows;
another node "feature", "threshold", "left" and "right".

The path length of a row is the number of cuts until its leaf, and for a leaf
with more than one row also what would still be to come, c(size) on average,

    c(n) = 2 H(n - 1) - 2 (n - 1) / n        H(i) = 1 + 1/2 + ... + 1/i
    c(1) = 0, and so c(2) = 1

which is the mean path length of a tree that is grown to the end on n rows. The
score sets the mean path length over the trees in relation to that of psi rows:

    s(x) = 2^(-mean path length / c(psi))       0 < s < 1

Near 1 is an anomaly; if all rows have about 0.5, there are none.

Conventions:

- **Subsamples** are psi different rows, drawn uniformly and anew for each
  tree; a psi above N counts as N, and psi is at least 2.
- **H** is the sum itself. The paper's ln(i) + 0.5772 is an approximation that
  makes c(2) 0.15.
- **Chance**: everything random comes from rng, in any order. A threshold that
  happens to be the smallest value itself can be ignored.
"""

import numpy as np


def average_path_length(n: int) -> float:
    """c(n).

    Args:
        n: the number of rows, at least 1.

    Returns:
        A float.

    Examples:
        >>> [round(average_path_length(n), 4) for n in (1, 2, 3, 10)]
        [0.0, 1.0, 1.6667, 3.8579]
    """
    raise NotImplementedError


def grow_forest(X: np.ndarray, n_trees: int, psi: int, rng: np.random.Generator) -> list[dict]:
    """Grows the trees.

    Args:
        X: shape (N, D), N at least 2.
        n_trees: the number of trees.
        psi: the size of a subsample.
        rng: all chance comes from it.

    Returns:
        The trees.

    Examples:
        >>> X, rng = np.array([[1.0], [2.0]]), np.random.default_rng(0)
        >>> [tree] = grow_forest(X, 1, 2, rng)
        >>> tree["feature"], 1 < tree["threshold"] < 2, tree["left"]
        (0, True, {'size': 1})
    """
    raise NotImplementedError


def scores(trees: list[dict], X: np.ndarray, psi: int) -> np.ndarray:
    """The anomaly scores.

    Args:
        trees: at least one.
        X: shape (N, D).
        psi: the size of the subsamples that the trees were grown on.

    Returns:
        Shape (N,).

    Examples:
        >>> tree = {"feature": 0, "threshold": 5.0, "left": {"size": 3}}
        >>> tree["right"] = {"size": 1}
        >>> scores([tree], np.array([[1.0], [9.0]]), 4).round(4).tolist()
        [0.4261, 0.7262]
    """
    raise NotImplementedError
