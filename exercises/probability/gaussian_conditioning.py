"""Marginals and conditionals of a multivariate Gaussian.

Knowing some variables of a Gaussian vector leaves the others Gaussian, with
another mean and a smaller covariance. That one formula is Gaussian process
regression, the update of a Kalman filter, linear regression seen from both
sides, and the filling of missing values. With the D variables split into those
that are known, k, and the rest, r:

    mean      m = (m_r, m_k)
    cov       S = [[S_rr, S_rk], [S_kr, S_kk]]

    marginal of r                   N(m_r, S_rr)
    conditional of r, x_k known     N(m_r + S_rk S_kk^-1 (x_k - m_k),
                                      S_rr - S_rk S_kk^-1 S_kr)

A marginal just forgets the other variables. The conditional covariance doesn't
depend on what x_k is, only on which variables are known.

S_kk needn't be invertible: a variable that was measured twice, or that never
varies, makes it singular. Its pseudo-inverse S_kk^+ then takes the place of
the inverse, and what is known twice counts once.

Conventions:

- **Numbers** of variables go from 0 to D - 1; those in `keep` or `known`
  differ and come in any order.
- **Order**: a marginal has its variables in the order of `keep`, a conditional
  in the order of their numbers.
- **Pseudo-inverse**: singular values of S_kk below 1e-10 times its largest
  count as 0. x_k is one of the values that are possible then.
- **Shapes** stay: one variable left over has a mean of shape (1,) and a
  covariance of shape (1, 1).
"""

import numpy as np


def marginal(mean: np.ndarray, cov: np.ndarray, keep: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The law of some of the variables.

    Args:
        mean: m, shape (D,).
        cov: S, shape (D, D), symmetric and positive semi-definite.
        keep: numbers of K variables, shape (K,).

    Returns:
        Their mean, shape (K,), and covariance, shape (K, K).

    Examples:
        >>> mean, keep = np.array([1.0, 2.0, 3.0]), np.array([2, 0])
        >>> cov = np.diag([4.0, 5.0, 6.0])
        >>> m, s = marginal(mean, cov, keep)
        >>> m.tolist(), s.tolist()
        ([3.0, 1.0], [[6.0, 0.0], [0.0, 4.0]])
    """
    raise NotImplementedError


def conditional(
    mean: np.ndarray, cov: np.ndarray, known: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The law of the other variables, given the values of some.

    Args:
        mean: m, shape (D,).
        cov: S, shape (D, D), symmetric and positive semi-definite.
        known: numbers of K variables, 1 to D - 1 of them, shape (K,).
        values: what they are, in the same order, shape (K,).

    Returns:
        The mean of the others, shape (D - K,), and their covariance, shape
        (D - K, D - K).

    Examples:
        >>> mean, known = np.array([1.0, 2.0]), np.array([1])
        >>> cov = np.array([[4.0, 2.0], [2.0, 8.0]])
        >>> m, s = conditional(mean, cov, known, np.array([6.0]))
        >>> m.tolist(), s.tolist()
        ([2.0], [[3.5]])
    """
    raise NotImplementedError
