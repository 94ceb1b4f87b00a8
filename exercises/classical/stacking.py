"""Stacking: a model that learns how far to trust other models.

Several models predict the same thing and err in different ways. Stacking
(Wolpert 1992) trains one more model on their predictions, which learns whom to
believe: most winning entries of competitions on tables are stacks.

Its trap is leakage. A model's predictions of the rows that it was trained on
are too good, and the final model would trust the one that memorizes best. So
it is trained on **out-of-fold predictions**: the rows are cut into folds, and
a row is predicted by a model that was trained on all folds but the row's own.

With M models, N rows and a fold number for each row,

    Z[n, m] = what model m, trained on the rows of the other folds, predicts
              for row n                                       shape (N, M)

The final model is trained on Z and y. A new row needs its M predictions as
well, and they come from the models trained once more on all N rows:

    Z_new[n, m] = what model m, trained on all rows, predicts for new row n

Averaging the predictions of the models of all folds is another way to get
Z_new; scikit-learn trains on all rows, and so does this kata.

A model is a function fit_predict(X_train, y_train, X) that trains on the first
two and returns its predictions for X, shape (len(X),). The final model is one
too.

Conventions:

- **Folds** are any integers, and may have different sizes; there are at least
  two of them.
- **Calls**: each model is called once for each fold, and `stack` calls it once
  more. Every row of a fold is predicted by the same call.
- **Rows** go to a model in their original order.
- **Columns** of Z are in the order of the models, and the original features
  aren't among them.
"""

from collections.abc import Callable, Sequence

import numpy as np


def out_of_fold(fit_predict: Callable, X: np.ndarray, y: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """A model's predictions of rows that it wasn't trained on.

    Args:
        fit_predict: the model.
        X: shape (N, D).
        y: targets, floats or integers, shape (N,).
        folds: the fold of each row, integers of shape (N,).

    Returns:
        Floats of shape (N,), in the order of the rows.

    Examples:
        >>> def mean(X_train, y_train, X):
        ...     return np.full(len(X), y_train.mean())
        >>> X, y = np.zeros((4, 1)), np.array([1.0, 2.0, 6.0, 8.0])
        >>> out_of_fold(mean, X, y, np.array([0, 1, 1, 0])).tolist()
        [4.0, 4.5, 4.5, 4.0]
    """
    raise NotImplementedError


def stack(
    models: Sequence[Callable],
    final: Callable,
    X: np.ndarray,
    y: np.ndarray,
    folds: np.ndarray,
    X_new: np.ndarray,
) -> np.ndarray:
    """What the final model predicts for new rows.

    Args:
        models: M models.
        final: the model that is trained on their predictions.
        X: shape (N, D).
        y: targets, floats or integers, shape (N,).
        folds: the fold of each row, integers of shape (N,).
        X_new: shape (S, D).

    Returns:
        Floats of shape (S,).

    Examples:
        >>> def mean(X_train, y_train, X):
        ...     return np.full(len(X), y_train.mean())
        >>> def add(Z_train, y_train, Z):
        ...     return Z.sum(axis=1)
        >>> X, y = np.zeros((4, 1)), np.array([1.0, 2.0, 6.0, 8.0])
        >>> folds = np.array([0, 1, 1, 0])
        >>> stack([mean, mean], add, X, y, folds, np.zeros((1, 1))).tolist()
        [8.5]
    """
    raise NotImplementedError
