"""Gradient boosting: each tree fits the slope of what is still wrong.

A single small tree predicts badly. Boosting adds many of them up, and each new
one is grown on what the sum so far leaves over. Friedman (2001) saw that this
is gradient descent with one step a tree: the direction is the negative
gradient of the loss by the predictions, one number a row. XGBoost, LightGBM
and CatBoost, which still win on tables, are refinements of it.

With f(x_n) the prediction so far and two losses for a row,

    loss             L(y, f)         -dL/df          best constant
    squared_error    (y - f)^2 / 2   y - f           mean of the targets
    absolute_error   |y - f|         sign(y - f)     median of the targets

training runs like this:

1. f_0 is the best constant for all targets.
2. In each round, grow a regression tree on the negative gradients.
3. In each of its leaves put the best constant for the residuals y - f of the
   rows in it: their mean, or their median.
4. f(x) grows by learning_rate times the value of the leaf that x reaches.

So a tree's shape comes from the gradients, and its values from the residuals.
For the squared error both are the same; for the absolute one the gradients are
only signs, which say nothing about how far to go.

    f(x) = f_0 + learning_rate * sum over the rounds of tree(x)

A learning rate under 1 (shrinkage) needs more trees and predicts better. The
mean training loss never rises, for any learning rate from 0 to 1.

The given `fit_tree` grows a tree on a target and calls leaf_value with the
indices of the training rows of each leaf; the given `predict_tree` follows
rows down. A tree is a dict: a leaf has the key "value" alone, another node
"feature", "threshold", "left" (x_j <= threshold) and "right".

Conventions:

- **The sign** of 0 is 0, and a median of an even number of values is the mean
  of the two in the middle, as NumPy has both.
- **Values of the leaves** are stored without the learning rate, which
  `predict` is handed again.
- **Losses** are means over the rows of L as above, with the half.
- Another name of a loss is a ValueError.
"""

from collections.abc import Callable

import numpy as np


# given
def fit_tree(X: np.ndarray, target: np.ndarray, max_depth: int, leaf_value: Callable) -> dict:
    """Grows a regression tree.

    Examples:
        >>> X, y = np.array([[1.0], [2.0], [4.0]]), np.array([0.0, 0, 3])
        >>> fit_tree(X, y, 1, lambda rows: len(rows))["left"]
        {'value': 2}
    """

    def grow(rows, depth):
        part, best = target[rows], None
        for feature in range(X.shape[1] if depth < max_depth else 0):
            x = X[rows, feature]
            values = np.unique(x)
            for threshold in (values[:-1] + values[1:]) / 2:
                left = x <= threshold
                gain = part.var() - left.mean() * part[left].var() - (~left).mean() * part[~left].var()
                if gain > (1e-12 if best is None else best[0] + 1e-12):
                    best = gain, feature, float(threshold), left
        if best is None:
            return {"value": leaf_value(rows)}
        _, feature, threshold, left = best
        sides = {"left": grow(rows[left], depth + 1), "right": grow(rows[~left], depth + 1)}
        return {"feature": feature, "threshold": threshold, **sides}

    return grow(np.arange(len(target)), 0)


# given
def predict_tree(tree: dict, X: np.ndarray) -> np.ndarray:
    """The value of the leaf that each row of X reaches, shape (N,).

    Examples:
        >>> predict_tree({"value": 0.5}, np.zeros((2, 1))).tolist()
        [0.5, 0.5]
    """
    if "value" in tree:
        return np.full(len(X), float(tree["value"]))
    left = X[:, tree["feature"]] <= tree["threshold"]
    return np.where(left, predict_tree(tree["left"], X), predict_tree(tree["right"], X))


def negative_gradient(y: np.ndarray, f: np.ndarray, loss: str) -> np.ndarray:
    """The negative gradient of each row's loss by its prediction.

    Args:
        y: targets, floats of shape (N,).
        f: predictions, shape (N,).
        loss: "squared_error" or "absolute_error".

    Returns:
        Floats of shape (N,).

    Raises:
        ValueError: for another loss.

    Examples:
        >>> y, f = np.array([1.0, 2.0, 5.0]), np.array([3.0, 2.0, 1.0])
        >>> negative_gradient(y, f, "squared_error").tolist()
        [-2.0, 0.0, 4.0]
        >>> negative_gradient(y, f, "absolute_error").tolist()
        [-1.0, 0.0, 1.0]
    """
    raise NotImplementedError


def boost(
    X: np.ndarray, y: np.ndarray, rounds: int, learning_rate: float, max_depth: int, loss: str
) -> tuple[float, list[dict], list[float]]:
    """Trains a sum of trees.

    Args:
        X: shape (N, D).
        y: targets, floats of shape (N,).
        rounds: the number of trees.
        learning_rate: what each tree is multiplied by, above 0.
        max_depth: the depth of a tree, at least 1.
        loss: "squared_error" or "absolute_error".

    Returns:
        f_0, the trees, and the mean training losses: of f_0, and after each
        round.

    Raises:
        ValueError: for another loss.

    Examples:
        >>> X, y = np.array([[1.0], [2.0], [4.0]]), np.array([0.0, 0, 3])
        >>> f0, trees, losses = boost(X, y, 1, 0.5, 1, "squared_error")
        >>> f0, trees[0]["right"]["value"], losses
        (1.0, 2.0, [1.0, 0.25])
    """
    raise NotImplementedError


def predict(f0: float, trees: list[dict], learning_rate: float, X: np.ndarray) -> np.ndarray:
    """The prediction of the sum.

    Args:
        f0: the constant that training began with.
        trees: as `boost` returns them.
        learning_rate: as in training.
        X: shape (N, D).

    Returns:
        Shape (N,).

    Examples:
        >>> trees = [{"value": 4.0}, {"value": -1.0}]
        >>> predict(10.0, trees, 0.5, np.zeros((2, 1))).tolist()
        [11.5, 11.5]
    """
    raise NotImplementedError
