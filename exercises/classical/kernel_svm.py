"""A support vector machine with any kernel, trained by sequential minimal
optimization.

The soft-margin SVM sees the rows only through scalar products, so that a
kernel k(x, z) may stand in their place, as in libsvm, which is what runs
behind scikit-learn's SVC. With the Gram matrix K_nm = k(x_n, x_m) of shape
(N, N), labels y_n of -1 or +1, and C for the price of a violated margin, the
dual problem has one number alpha_n for each row:

    maximize    sum_n alpha_n - 1/2 sum_nm alpha_n alpha_m y_n y_m K_nm
    subject to  0 <= alpha_n <= C         and  sum_n alpha_n y_n = 0

and the decision function, whose sign is the class, is

    f(x) = sum_n alpha_n y_n k(x, x_n) + b

The problem is concave, and what makes a point its maximum are the conditions
of Karush, Kuhn and Tucker. With m_n = y_n f(x_n):

    alpha_n = 0        m_n >= 1    beyond the margin, no part in f
    0 < alpha_n < C    m_n  = 1    on the margin
    alpha_n = C        m_n <= 1    within the margin, or misclassified

Rows with alpha_n > 0 are the support vectors. Those on the margin fix b: every
one of them gives b = y_n - sum_m alpha_m y_m K_nm. If there is none, there is
an interval of b that satisfies all conditions, and any of it will do.

SMO takes the smallest step that the constraint allows: two of the alphas. For
rows i and j, alpha_i y_i grows by t and alpha_j y_j shrinks by t, and the
objective is a parabola in t with its top at

    t = (e_i - e_j) / (K_ii + K_jj - 2 K_ij)     e_n = y_n - f(x_n) + b

cut off where an alpha would leave [0, C]. (The curvature below the fraction is
0 for equal rows: then t goes as far as it may.) A good pair is the one that
violates the conditions most: the largest e of the rows whose alpha y may grow,
and the smallest of those whose alpha y may shrink. When the two are no more
than tol apart, every b between them satisfies all conditions but for tol.

Conventions:

- **Precision**: with the alpha and b that come back, the three conditions hold
  but for tol, where an alpha within 1e-6 C of 0 or C counts as 0 or C; no
  alpha is outside [0, C], and sum_n alpha_n y_n is 0, both but for rounding
  (1e-9 C, and 1e-9 C N). That is judged, not how it is reached. On the data
  that is asked, N is at most 20, and a thousand or two of steps do.
- **Both classes** are there. K is positive semi-definite, perhaps singular.
- **Support vectors** have an alpha above 1e-6 C.
- **Dtype**: float64; labels are integers.
"""

import numpy as np


def fit(K: np.ndarray, y: np.ndarray, C: float, tol: float) -> tuple[np.ndarray, float]:
    """The solution of the dual problem.

    Args:
        K: Gram matrix of the rows, shape (N, N).
        y: labels -1 or +1, shape (N,).
        C: the largest alpha, above 0.
        tol: how far the conditions may be missed, from 1e-6 to 0.1.

    Returns:
        alpha, a float64 array of shape (N,), and b.

    Examples:
        >>> x, y = np.array([0.0, 1.0, 3.0, 7.0]), np.array([-1, -1, 1, 1])
        >>> alpha, b = fit(np.outer(x, x), y, 10.0, 1e-6)  # f(x) = x - 2
        >>> (alpha.round(4) + 0.0).tolist(), round(float(b), 4)
        ([0.0, 0.5, 0.5, 0.0], -2.0)
    """
    raise NotImplementedError


def decision_function(K_new: np.ndarray, y: np.ndarray, alpha: np.ndarray, b: float) -> np.ndarray:
    """f at new rows.

    Args:
        K_new: kernel of each new row with each row of the fit, shape (M, N).
        y: labels -1 or +1, shape (N,).
        alpha: shape (N,).
        b: the bias.

    Returns:
        A float64 array of shape (M,).

    Examples:
        >>> K_new, y = np.array([[1.0, 3.0]]), np.array([-1, 1])
        >>> alpha = np.array([0.5, 0.5])
        >>> decision_function(K_new, y, alpha, -2.0).tolist()
        [-1.0]
    """
    raise NotImplementedError


def support_vectors(alpha: np.ndarray, C: float) -> np.ndarray:
    """The numbers of the rows that are support vectors, in ascending order.

    Args:
        alpha: shape (N,).
        C: the largest alpha.

    Returns:
        An integer array.

    Examples:
        >>> support_vectors(np.array([0.0, 2.0, 1e-12, 0.5]), 2.0).tolist()
        [1, 3]
    """
    raise NotImplementedError
