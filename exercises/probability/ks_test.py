"""The two-sample Kolmogorov-Smirnov test: do two samples come from one law?

The empirical distribution function of a sample jumps up by 1/n at each of its
n numbers. If two samples come from the same law, their functions stay close
everywhere, whatever the law is, so the largest distance between them is a test
that sees shifts, spreads and shapes alike. It watches numeric features in
production (is this week's traffic that of the training set?) and scores of two
classes, where credit scoring calls it "the KS" of a model.

    F_x(t) = (number of x_i <= t) / n
    D      = max over t of |F_x(t) - F_y(t)|

With n numbers in x and m in y, the p-value is for large samples

    lambda = sqrt(n m / (n + m)) D
    p      = 2 sum over k = 1, 2, ... of (-1)^(k-1) exp(-2 k^2 lambda^2)

an alternating sum whose terms shrink fast for lambda above 1 and very slowly
for lambda near 0, where p goes to 1.

Conventions:

- **F counts what is <= t**, so it takes its new value at the jump.
- **Ties**: numbers that occur several times, within a sample or in both, are
  one jump. Between two equal numbers there is no t at which F could be read.
- **Order**: samples come in any order.
- **p** is the asymptotic one above, also for small samples (SciPy's default
  is exact there). It is within 1e-8 of the limit of the sum, never below 0 or
  above 1, and 1 for D = 0.
"""

import numpy as np


def ecdf(sample: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The empirical distribution function.

    Args:
        sample: shape (n,), n of 1 or more.
        at: where it is read, shape (Q,).

    Returns:
        Shape (Q,), from 0 to 1.

    Examples:
        >>> sample = np.array([3.0, 1.0, 3.0, 7.0])
        >>> ecdf(sample, np.array([0.0, 1.0, 2.0, 3.0, 9.0])).tolist()
        [0.0, 0.25, 0.25, 0.75, 1.0]
    """
    raise NotImplementedError


def ks_statistic(x: np.ndarray, y: np.ndarray) -> float:
    """The largest distance of two empirical distribution functions.

    Args:
        x: shape (n,), n of 1 or more.
        y: shape (m,), m of 1 or more.

    Returns:
        D, from 0 to 1.

    Examples:
        >>> y = np.array([2.0, 5.0, 3.0, 4.0])
        >>> ks_statistic(np.array([5.0, 1.0]), y)
        0.5
    """
    raise NotImplementedError


def ks_p_value(d: float, n: int, m: int) -> float:
    """The asymptotic p-value of D.

    Args:
        d: the statistic, from 0 to 1.
        n: the size of one sample.
        m: the size of the other.

    Returns:
        p, from 0 to 1.

    Examples:
        >>> round(ks_p_value(0.25, 50, 50), 6)
        0.087866
    """
    raise NotImplementedError
