"""A random forest: deep trees that disagree, and a vote.

A deep tree has little bias and much variance: a few other rows, and it looks
different. The mean of many trees has less variance the less they have in
common. Breiman (2001) makes them differ in two ways, and that is all there is
to a random forest, which still is what one tries first on a table:

- **Bagging**: each tree is grown on a bootstrap sample, N rows drawn uniformly
  and with replacement from the N rows.
- **Random features**: each split of each tree may choose among max_features
  of the D features only, drawn without replacement and anew for every split.
  For classes the root of D is usual.

The prediction is the label that most trees give. A bootstrap sample leaves out
a share of (1 - 1/N)^N, about 37 %, of the rows: they are **out of bag** for
its tree. So each row can be predicted by the trees that haven't seen it, and
the accuracy of these votes is an honest estimate without a validation set.

    oob score = mean over rows of [vote of the trees without row n = y_n]

The given `fit_tree` grows a tree to the end, by the Gini impurity, on all rows
that it is handed (a row that comes twice counts twice). It calls its argument
draw_features once for every node that isn't pure, and looks for the best split
among the features that come back. If these have no two different values, it
makes a leaf. The given `predict_tree` follows rows down.

Conventions:

- **Bags** are integer arrays of N row numbers, repeats included, one for each
  tree; any order.
- **Votes**: each tree has one vote. Of labels with equally many, the smallest
  wins.
- **Out of bag**: rows that are in every bag have no vote, and are left out of
  the mean. There always is a row that isn't in some bag.
- Labels are integers, any of them.
- **Chance**: everything random comes from rng. How often and in which order it
  is asked doesn't matter; the laws above do.
"""

from collections.abc import Callable

import numpy as np


# given
def fit_tree(X: np.ndarray, y: np.ndarray, draw_features: Callable) -> dict:
    """Grows a tree until its leaves are pure.

    Examples:
        >>> X, y = np.array([[1.0, 5.0], [2.0, 5.0]]), np.array([3, 8])
        >>> fit_tree(X, y, lambda: [0])["threshold"]
        1.5
    """
    labels, counts = np.unique(y, return_counts=True)
    if len(labels) > 1:
        best, is_label = None, (y[:, None] == labels).astype(float)
        for j in sorted(int(feature) for feature in draw_features()):
            order = np.argsort(X[:, j], kind="stable")
            x, n = X[order, j], np.arange(1, len(y))
            left = np.cumsum(is_label[order], axis=0)[:-1]
            pure = (left**2).sum(1) / n + ((counts - left) ** 2).sum(1) / (len(y) - n)
            pure[x[1:] == x[:-1]] = -1
            i = int(np.argmax(pure > pure.max() - 1e-9))
            if pure[i] > 0 and (best is None or pure[i] > best[0] + 1e-9):
                best = pure[i], j, float(x[i] + x[i + 1]) / 2
        if best is not None:
            left = X[:, best[1]] <= best[2]
            below = fit_tree(X[left], y[left], draw_features)
            above = fit_tree(X[~left], y[~left], draw_features)
            return {"feature": best[1], "threshold": best[2], "left": below, "right": above}
    return {"value": int(labels[counts.argmax()])}


# given
def predict_tree(tree: dict, X: np.ndarray) -> np.ndarray:
    """The label of the leaf that each row of X reaches, shape (N,).

    Examples:
        >>> predict_tree({"value": 3}, np.zeros((2, 1))).tolist()
        [3, 3]
    """
    if "value" in tree:
        return np.full(len(X), tree["value"])
    left = X[:, tree["feature"]] <= tree["threshold"]
    return np.where(left, predict_tree(tree["left"], X), predict_tree(tree["right"], X))


def grow_forest(
    X: np.ndarray, y: np.ndarray, n_trees: int, max_features: int, rng: np.random.Generator
) -> tuple[list[dict], list[np.ndarray]]:
    """Grows the trees.

    Args:
        X: shape (N, D).
        y: labels, integers of shape (N,).
        n_trees: the number of trees.
        max_features: how many features a split may choose among, 1 to D.
        rng: all chance comes from it.

    Returns:
        The trees, and the bag of each.

    Examples:
        >>> X, y = np.zeros((3, 2)), np.array([4, 4, 4])
        >>> rng = np.random.default_rng(0)
        >>> trees, bags = grow_forest(X, y, 2, 1, rng)
        >>> trees, [len(bag) for bag in bags]
        ([{'value': 4}, {'value': 4}], [3, 3])
    """
    raise NotImplementedError


def predict(trees: list[dict], X: np.ndarray) -> np.ndarray:
    """The vote of all trees.

    Args:
        trees: at least one.
        X: shape (N, D).

    Returns:
        Labels, integers of shape (N,).

    Examples:
        >>> trees = [{"value": 7}, {"value": 2}, {"value": 7}]
        >>> predict(trees, np.zeros((2, 1))).tolist()
        [7, 7]
    """
    raise NotImplementedError


def oob_score(trees: list[dict], bags: list[np.ndarray], X: np.ndarray, y: np.ndarray) -> float:
    """The accuracy of the out-of-bag votes.

    Args:
        trees: at least one.
        bags: the rows that each tree was grown on.
        X: shape (N, D).
        y: labels, shape (N,).

    Returns:
        A float from 0 to 1.

    Examples:
        >>> trees = [{"value": 7}, {"value": 2}]
        >>> bags = [np.array([0, 0, 2]), np.array([1, 2, 1])]
        >>> oob_score(trees, bags, np.zeros((3, 1)), np.array([7, 7, 7]))
        0.5
    """
    raise NotImplementedError
