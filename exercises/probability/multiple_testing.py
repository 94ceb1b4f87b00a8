"""Multiple testing: p-values that are honest about how many there were.

Twenty features, twenty tests, and by chance alone one is "significant at 5 %".
Whoever runs m tests (benchmarks, slices, genes, variants of an A/B test) has
to adjust the p-values, and reject where the adjusted one is at most alpha.
With p_(1) <= ... <= p_(m) in increasing order:

- **Bonferroni**: m p_i. Bounds the probability of any false rejection by
  alpha, whatever the dependence.
- **Holm**: the same guarantee, never less power. Going up from the smallest,

      a_(i) = max over j <= i of (m - j + 1) p_(j)

- **Benjamini-Hochberg**: bounds the expected share of false ones among the
  rejections (the false discovery rate) instead, for independent tests. Going
  down from the largest,

      a_(i) = min over j >= i of m p_(j) / j

The running maximum and minimum make the adjusted values rise with p, so that
no test is rejected while one with a smaller p isn't. With ties they also give
equal p the same adjusted value.

Conventions:

- **Order**: the result is in the order of the input, not sorted.
- **At most 1**: larger values are cut off.
"""

import numpy as np


def bonferroni(p: np.ndarray) -> np.ndarray:
    """Bonferroni's adjusted p-values.

    Args:
        p: from 0 to 1, shape (m,), m of 1 or more.

    Returns:
        Shape (m,).

    Examples:
        >>> bonferroni(np.array([0.5, 0.125, 0.25])).tolist()
        [1.0, 0.375, 0.75]
    """
    raise NotImplementedError


def holm(p: np.ndarray) -> np.ndarray:
    """Holm's adjusted p-values.

    Args:
        p: from 0 to 1, shape (m,), m of 1 or more.

    Returns:
        Shape (m,).

    Examples:
        >>> holm(np.array([0.3125, 0.125, 0.25])).tolist()
        [0.5, 0.375, 0.5]
    """
    raise NotImplementedError


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg's adjusted p-values.

    Args:
        p: from 0 to 1, shape (m,), m of 1 or more.

    Returns:
        Shape (m,).

    Examples:
        >>> benjamini_hochberg(np.array([0.5, 0.25, 0.25, 0.125])).tolist()
        [0.5, 0.3333333333333333, 0.3333333333333333, 0.3333333333333333]
    """
    raise NotImplementedError
