"""Logistic regression by Newton's method, or iteratively reweighted least
squares.

Gradient descent takes hundreds of steps and a learning rate. With few features
one can afford second derivatives, and some six steps give all digits: that is
how statistics packages (R's glm, statsmodels) fit logistic regression. With a
column of ones beside X, A of shape (N, D + 1), theta for the weights and,
last, the bias, y of 0 and 1, and p_n = sigmoid(a_n.theta), the objective is
the negative log-likelihood, a sum over the rows, and a penalty on the weights:

    J = -sum_n [y_n log p_n + (1 - y_n) log(1 - p_n)]
        + ridge/2 sum_d w_d^2

    gradient  g = A^T (p - y) + R theta
    Hessian   H = A^T diag(p (1 - p)) A + R
    step      theta <- theta - H^-1 g

R is diagonal, ridge for each weight and 0 for the bias. A step is the same as
weighted least squares with the weights s_n = p_n (1 - p_n) and the targets
a_n.theta + (y_n - p_n) / s_n, hence the other name.

Near the minimum the error squares itself in each step: 1e-2, 1e-4, 1e-8. Far
away Newton's method may overshoot; from 0 on ordinary data it doesn't.

If a plane separates the classes, no minimum exists without a penalty: doubling
theta always helps, the weights grow for ever and p (1 - p) goes to 0. Software
that then returns whatever it had at the last step has fooled many; here it is
an error. A ridge above 0 makes the minimum exist and unique again.

Conventions:

- **Start** at 0. **Done** when the largest absolute entry of g is at most tol,
  looked at before each step; at most max_steps steps are taken.
- **Not done** after max_steps, whether the data are separable or not, or a
  Hessian that is singular: ValueError. On separable data at ridge 0 no theta
  may come back, for a tol down to 1e-8 and up to 100 steps: when all rows are
  on the right side of p = 1/2 at ridge 0, the data are separable.
- **Dtype**: float64.
"""

import numpy as np


def gradient_and_hessian(
    X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, ridge: float
) -> tuple[np.ndarray, np.ndarray]:
    """The first and second derivatives of J, the bias last.

    Args:
        X: shape (N, D).
        y: labels 0 or 1, shape (N,).
        w: the weights, shape (D,).
        b: the bias.
        ridge: at least 0.

    Returns:
        g of shape (D + 1,) and H of shape (D + 1, D + 1), float64.

    Examples:
        >>> X, y = np.array([[2.0], [0.0]]), np.array([1, 0])
        >>> g, H = gradient_and_hessian(X, y, np.array([0.0]), 0.0, 3.0)
        >>> g.tolist(), H.tolist()
        ([-1.0, 0.0], [[4.0, 0.5], [0.5, 0.5]])
    """
    raise NotImplementedError


def newton_logistic_regression(
    X: np.ndarray, y: np.ndarray, ridge: float, tol: float, max_steps: int
) -> tuple[np.ndarray, float, int]:
    """The minimum of J by Newton's method from 0.

    Args:
        X: shape (N, D), N and D at least 1.
        y: labels 0 or 1, shape (N,).
        ridge: at least 0.
        tol: how large an entry of the gradient may be at the end, above 0.
        max_steps: the largest number of steps.

    Returns:
        The weights, shape (D,), the bias, and the number of steps taken.

    Raises:
        ValueError: if max_steps steps don't reach tol, the Hessian is
            singular, or ridge is 0 and the data are separable.

    Examples:
        >>> X = np.array([[0.0], [0.0], [1.0], [1.0], [1.0]])
        >>> y = np.array([0, 1, 1, 1, 0])
        >>> w, b, steps = newton_logistic_regression(X, y, 0.0, 1e-9, 20)
        >>> w.round(4).tolist(), round(abs(float(b)), 6)  # log 2, 0
        ([0.6931], 0.0)
    """
    raise NotImplementedError
