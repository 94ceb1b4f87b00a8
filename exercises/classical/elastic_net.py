"""The elastic net: the lasso's zeros with ridge's calm.

Of two features that say nearly the same (two genes of a pathway, two sensors
on one motor), the lasso keeps one and drops the other, and which one may
change with the next sample. A share of squares in the penalty makes the
minimum unique, and gives features that are alike weights that are alike; the
rest of the penalty still sets weights to 0. With X of shape (N, D) and y of
shape (N,),

    J(w, b) = 1/(2N) sum_n (w.x_n + b - y_n)^2 + P(w)

    P(w) = lam (l1_ratio sum_d |w_d| + (1 - l1_ratio) / 2 sum_d w_d^2)

as in scikit-learn (which calls lam alpha) and in glmnet (which calls l1_ratio
alpha). The intercept b isn't penalized. At l1_ratio 1 it is the lasso; at 0 it
is ridge, with lam on 1/(2N) times the sum of squares.

In one weight J is a parabola with a kink at 0, and has its minimum, with Xc
and yc for X and y less their column means, x_d for column d of Xc, size_d for
x_d.x_d / N, r = yc - Xc w, and S(z, t) = sign(z) max(|z| - t, 0), at

    w_d = S(x_d.r / N + size_d w_d, lam l1_ratio)
          / (size_d + lam (1 - l1_ratio))

Solved for one weight after the other, r always up to date, in sweeps until
none moves (coordinate descent), that leads to the minimum. There

    x_d.r / N = lam l1_ratio sign(w_d) + lam (1 - l1_ratio) w_d

where w_d isn't 0, and |x_d.r / N| <= lam l1_ratio where it is; and
b = mean(y) - w.mean(X). All weights are 0 from lambda_max on:

    lambda_max = max_d |x_d.yc| / (N l1_ratio)

Conventions:

- **Precision**: weights and intercept within 1e-6 of the minimum; how it is
  reached is up to you. Some hundred sweeps do for the data that is asked.
- **Zeros**: a weight that is 0 at the minimum comes back as exactly 0.0,
  without a threshold that J doesn't have.
- **A constant column** has the weight 0.
- **Dtype**: float64.
"""

import numpy as np


def penalty(w: np.ndarray, lam: float, l1_ratio: float) -> float:
    """P(w).

    Args:
        w: shape (D,).
        lam: at least 0.
        l1_ratio: from 0 to 1.

    Returns:
        A float.

    Examples:
        >>> float(penalty(np.array([2.0, -4.0]), 0.5, 0.5))
        4.0
    """
    raise NotImplementedError


def lambda_max(X: np.ndarray, y: np.ndarray, l1_ratio: float) -> float:
    """The smallest lam for which all weights are 0.

    Args:
        X: shape (N, D), N and D at least 1.
        y: shape (N,).
        l1_ratio: above 0, at most 1.

    Returns:
        A float, at least 0.

    Examples:
        >>> X = np.array([[-1.0], [1.0], [3.0]])
        >>> y = np.array([1.0, 3.0, 8.0])
        >>> round(float(lambda_max(X, y, 0.5)), 6)
        9.333333
    """
    raise NotImplementedError


def elastic_net(X: np.ndarray, y: np.ndarray, lam: float, l1_ratio: float) -> tuple[np.ndarray, float]:
    """The weights and the intercept that make J smallest.

    Args:
        X: shape (N, D), N and D at least 1.
        y: shape (N,).
        lam: the penalty, above 0.
        l1_ratio: the share of the absolute values, from 0 to 1.

    Returns:
        The weights, a float64 array of shape (D,), and the intercept.

    Examples:
        >>> X = np.array([[-2, 1.0], [2, 1], [-2, -1], [2, -1]])
        >>> y = X @ [2.0, 0.5] + 1
        >>> w, b = elastic_net(X, y, 2.0, 0.5)
        >>> (w.round(6) + 0.0).tolist(), round(float(b), 6)
        ([1.4, 0.0], 1.0)
    """
    raise NotImplementedError
