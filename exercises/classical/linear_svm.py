"""A linear support vector machine, in its primal form.

Of all planes that separate two classes, take the one that is farthest from the
nearest rows; where none separates, pay for each row by how far it is on the
wrong side of its margin. Before deep networks this was the standard for text,
and it still is the classifier that people put on frozen features. With X of
shape (N, D), labels y_n of -1 or +1, and m_n = y_n (w.x_n + b),

    L(w, b) = lam/2 |w|^2 + 1/N sum_n max(0, 1 - m_n)

The first part makes the margin wide: the planes w.x + b = 1 and w.x + b = -1
are 2 / |w| apart. The second is the hinge loss, which is 0 for a row beyond
its margin: only the others, and those on it, the support vectors, decide about
w. (In the form with C, |w|^2 / 2 + C sum of hinge losses, C = 1 / (lam N).)

The hinge has a kink at m = 1, where any slope from -1 to 0 would do; here it
is 0. So with the rows V that have m_n < 1, a sub-gradient is

    dw = lam w - 1/N sum_{n in V} y_n x_n       db = -1/N sum_{n in V} y_n

Pegasos descends with one row a step, in an order that is handed in, and a step
size that needs no tuning: from w = 0, in step t = 1, 2, ... with row i,

    eta_t = 1 / (lam t)
    w <- (1 - eta_t lam) w + (eta_t y_i x_i if y_i w.x_i < 1, else 0)

where w.x_i is that of the old w. It has no b (a column of ones would learn
one, and be penalized for it) and no projection.

Conventions:

- **Kink**: sub-gradient 0 at m = 1 exactly.
- **Class**: +1 where w.x + b >= 0, else -1.
- **Dtype**: float64; labels are integers.
"""

import numpy as np


def hinge_loss_and_gradient(
    w: np.ndarray, b: float, X: np.ndarray, y: np.ndarray, lam: float
) -> tuple[float, np.ndarray, float]:
    """The objective and its sub-gradient.

    Args:
        w: shape (D,).
        b: the bias.
        X: shape (N, D), N at least 1.
        y: labels -1 or +1, shape (N,).
        lam: the weight of the penalty, at least 0.

    Returns:
        L, a float; dw of shape (D,); db, a float.

    Examples:
        >>> X, y = np.array([[2.0], [0.5], [1.0]]), np.array([1, 1, -1])
        >>> w = np.array([1.0])
        >>> loss, dw, db = hinge_loss_and_gradient(w, 0.0, X, y, 0.5)
        >>> round(loss, 4), dw.round(4).tolist(), round(db, 4) + 0.0
        (1.0833, [0.6667], 0.0)
    """
    raise NotImplementedError


def pegasos(X: np.ndarray, y: np.ndarray, lam: float, order: np.ndarray) -> np.ndarray:
    """The weights after one step for each row number of ``order``.

    Args:
        X: shape (N, D).
        y: labels -1 or +1, shape (N,).
        lam: the weight of the penalty, above 0.
        order: row numbers, shape (T,), T at least 1; a row may come more
            than once.

    Returns:
        A float64 array of shape (D,).

    Examples:
        >>> X, y = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([1, -1])
        >>> pegasos(X, y, 0.5, np.array([0, 1])).tolist()
        [1.0, -2.0]
    """
    raise NotImplementedError


def predict(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """The class of each row.

    Args:
        X: shape (M, D).
        w: shape (D,).
        b: the bias.

    Returns:
        An integer array of shape (M,), of -1 and +1.

    Examples:
        >>> X = np.array([[2.0], [0.5], [1.0]])
        >>> predict(X, np.array([1.0]), -1.0).tolist()
        [1, -1, 1]
    """
    raise NotImplementedError


def margin_width(w: np.ndarray) -> float:
    """How far the two margins are apart.

    Args:
        w: shape (D,), not all 0.

    Returns:
        A float.

    Examples:
        >>> float(margin_width(np.array([3.0, 4.0])))
        0.4
    """
    raise NotImplementedError
