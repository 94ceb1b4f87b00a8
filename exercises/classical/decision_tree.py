"""A decision tree: grow it by best splits, predict, and prune it.

CART grows a tree for classes or for numbers by one recipe: split the rows by
the best question "is feature j at most t?", then do the same with each side.
Random forests, gradient boosting and XGBoost are made of such trees.

A tree is a dict, its nodes are dicts in it. Every node has the keys

    "n"          the number of training rows N_t that reach it
    "impurity"   their impurity I(t): Gini, or the mean squared error
    "value"      what it predicts: their most frequent label (of equally
                 frequent ones the smallest), or their mean

and a node that is split has "feature" and "threshold" as well, and the nodes
"left" (the rows with x_j <= t) and "right" (the others). A leaf has none of
those four. The given `best_split` chooses feature and threshold.

A node stays a leaf if it is max_depth splits below the root, if it is pure
(impurity at most 1e-12), or if it has no split that leaves min_leaf rows on
both sides. Nothing else stops it: a split that gains nothing is taken too. In
XOR the first split has a gain of 0, and the second ones sort everything out.

A tree grown like this fits noise. Cost-complexity pruning cuts it back. With N
the rows of the root and L the leaves of a subtree T,

    R(t) = N_t / N I(t)                      the risk of a node as a leaf
    C(T) = sum over its leaves of R(t) + alpha L

A pruned tree is what is left when some of the nodes are made leaves. Of all of
these, `prune` gives the one with the smallest C, and of those that are equal
(up to 1e-12) the one with the fewest leaves. It need not be searched for: go
from the leaves up, and make a node a leaf if its R(t) + alpha is at most the C
of what is left below it. As alpha grows the trees shrink one into the next,
and alpha is chosen by cross-validation.

Conventions:

- **Labels** for criterion "gini" are integers, any of them; targets for
  "squared_error" are floats.
- **The risk** is the node's share of the rows times the impurity that it was
  grown by, as in scikit-learn; Breiman's book has the rate of errors there.
- **Depth**: max_depth 0 gives a single leaf, and 1 a stump.
- **Pruning** leaves the tree that it was given unchanged, and the root's N is
  its "n". A node that is made a leaf keeps its n, impurity and value.
"""

import numpy as np


# given
def impurity(y: np.ndarray, criterion: str) -> float:
    """The Gini impurity of labels, or the mean squared error of targets.

    Examples:
        >>> impurity(np.array([0, 0, 3, 3]), "gini")
        0.5
    """
    if criterion == "gini":
        shares = np.unique(y, return_counts=True)[1] / len(y)
        return float(1 - (shares**2).sum())
    return float(((y - y.mean()) ** 2).mean())


# given
def best_split(X: np.ndarray, y: np.ndarray, criterion: str, min_leaf: int) -> tuple[int, float, float] | None:
    """The best split with min_leaf rows on both sides.

    Examples:
        >>> X, y = np.array([[1.0], [2.0]]), np.array([0, 1])
        >>> best_split(X, y, "gini", 1)
        (0, 1.5, 0.5)
    """
    whole, best = impurity(y, criterion), None
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for threshold in (values[:-1] + values[1:]) / 2:
            left = X[:, feature] <= threshold
            if min(left.sum(), (~left).sum()) < min_leaf:
                continue
            share = left.mean()
            gain = whole - share * impurity(y[left], criterion) - (1 - share) * impurity(y[~left], criterion)
            if best is None or gain > best[2] + 1e-12:
                best = feature, float(threshold), float(gain)
    return best


def grow(X: np.ndarray, y: np.ndarray, criterion: str, max_depth: int, min_leaf: int) -> dict:
    """Grows a tree.

    Args:
        X: shape (N, D).
        y: labels or targets, shape (N,), N at least 1.
        criterion: "gini" or "squared_error".
        max_depth: the largest number of splits between the root and a leaf.
        min_leaf: the smallest number of rows on either side of a split, at
            least 1.

    Returns:
        The root.

    Examples:
        >>> X, y = np.array([[1.0], [2.0], [4.0]]), np.array([0, 0, 1])
        >>> tree = grow(X, y, "gini", 3, 1)
        >>> tree["feature"], tree["threshold"], tree["n"], tree["value"]
        (0, 3.0, 3, 0)
        >>> right = tree["right"]
        >>> right["n"], right["value"], "left" in right
        (1, 1, False)
    """
    raise NotImplementedError


def predict(tree: dict, X: np.ndarray) -> np.ndarray:
    """The value of the leaf that each row reaches.

    Args:
        tree: a tree of the form above.
        X: shape (N, D).

    Returns:
        Shape (N,), integers if the values are labels.

    Examples:
        >>> def leaf(value):
        ...     return {"n": 1, "impurity": 0.0, "value": value}
        >>> tree = {"n": 2, "impurity": 0.5, "value": 0, "feature": 1,
        ...         "threshold": 3.0, "left": leaf(0), "right": leaf(1)}
        >>> predict(tree, np.array([[9.0, 3.0], [0.0, 4.0]])).tolist()
        [0, 1]
    """
    raise NotImplementedError


def prune(tree: dict, alpha: float) -> dict:
    """The pruned tree with the smallest cost-complexity.

    Args:
        tree: a tree of the form above.
        alpha: the price of a leaf, at least 0.

    Returns:
        The root of a new tree.

    Examples:
        >>> X, y = np.array([[1.0], [2.0], [4.0]]), np.array([0, 0, 1])
        >>> tree = grow(X, y, "gini", 3, 1)
        >>> "left" in prune(tree, 0.4), "left" in prune(tree, 0.5)
        (True, False)
    """
    raise NotImplementedError
