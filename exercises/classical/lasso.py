"""The lasso: least squares that sets weights to exactly 0.

With hundreds of features of which a few matter, ridge makes all weights small
and the lasso drops most of them: it fits and selects at once. The penalty is
on absolute values. With X of shape (N, D) and y of shape (N,),

    J(w, b) = 1/(2N) sum_n (w.x_n + b - y_n)^2 + lam sum_d |w_d|

which is scikit-learn's scale and glmnet's; the intercept b isn't penalized.
J is convex but has a kink wherever a weight is 0, so there is no closed form.
In one weight alone, though, its minimum is known: with Xc and yc for X and y
less their column means, x_d for column d of Xc, and r = yc - Xc w,

    rho_d = x_d.(r + w_d x_d) / N      what x_d would explain alone
    w_d   = S(rho_d, lam) / (x_d.x_d / N)

    S(z, t) = sign(z) max(|z| - t, 0)                 (soft-thresholding)

Coordinate descent does that for one weight after the other, r always up to
date, and sweeps over all of them until none moves. What it arrives at is
stationary, which is how the minimum is recognized:

    x_d.r / N = lam sign(w_d)     where w_d is not 0
    |x_d.r / N| <= lam            where w_d is 0

and b = mean(y) - w.mean(X). From the second line follows the smallest lam for
which all weights are 0, where a path of solutions begins:

    lambda_max = max_d |x_d.yc| / N

Conventions:

- **Precision**: weights and intercept within 1e-6 of the minimum; how it is
  reached is up to you. Some hundred sweeps do for the data that is asked.
- **Zeros**: a weight that is 0 at the minimum comes back as exactly 0.0,
  without a threshold that J doesn't have.
- **A constant column** has the weight 0.
- **More features than rows**: any minimum will do.
- **Dtype**: float64.
"""

import numpy as np


def soft_threshold(z: np.ndarray, t: float) -> np.ndarray:
    """Each number moved towards 0 by t; 0 if it is nearer to 0 than that.

    Args:
        z: any shape.
        t: at least 0.

    Returns:
        A float64 array of the shape of z.

    Examples:
        >>> z = np.array([3.0, -0.5, -4.0])
        >>> (soft_threshold(z, 1.0) + 0.0).tolist()
        [2.0, 0.0, -3.0]
    """
    raise NotImplementedError


def lambda_max(X: np.ndarray, y: np.ndarray) -> float:
    """The smallest lam for which all weights are 0.

    Args:
        X: shape (N, D), N and D at least 1.
        y: shape (N,).

    Returns:
        A float, at least 0.

    Examples:
        >>> X = np.array([[-1.0, 2.0], [1.0, 0.0], [3.0, 1.0]])
        >>> round(float(lambda_max(X, np.array([1.0, 3.0, 8.0]))), 6)
        4.666667
    """
    raise NotImplementedError


def lasso(X: np.ndarray, y: np.ndarray, lam: float) -> tuple[np.ndarray, float]:
    """The weights and the intercept that make J smallest.

    Args:
        X: shape (N, D), N and D at least 1; D may exceed N.
        y: shape (N,).
        lam: the penalty, above 0.

    Returns:
        The weights, a float64 array of shape (D,), and the intercept.

    Examples:
        >>> X = np.array([[-2, 1.0], [2, 1], [-2, -1], [2, -1]])
        >>> y = X @ [2.0, 0.5] + 1
        >>> w, b = lasso(X, y, 1.0)  # without a penalty: [2, 0.5]
        >>> (w.round(6) + 0.0).tolist(), round(float(b), 6)
        ([1.75, 0.0], 1.0)
    """
    raise NotImplementedError
