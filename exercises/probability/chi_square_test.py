"""Pearson's chi-square: do counts fit a law, and do two labels go together?

A die fell on six 30 times in 120; support tickets of three products fell into
five classes. Is that chance? Counts O are compared with the counts E that are
expected if nothing goes on:

    chi2 = sum over cells of (O - E)^2 / E

Under that assumption it follows nearly a chi-square distribution, whose
degrees of freedom (dof) say how many counts could vary freely. It is the
usual test for drift of a categorical feature, for a split of an A/B test that
came out uneven, and for the choice of categorical features.

- **Goodness of fit**: K counts that sum to N, against probabilities p:

      E_k = N p_k            dof = K - 1 - fitted

  where fitted is the number of parameters of p that were estimated from the
  same counts.
- **Independence**: an (R, C) table with one count for each pair of labels:

      E_ij = (sum of row i) (sum of column j) / N    dof = (R - 1)(C - 1)

Conventions:

- **Counts**, not shares: with ten times as many observations of the same
  shares chi2 is ten times as large.
- **No correction**: Yates' continuity correction of 2 x 2 tables (SciPy's
  chi2_contingency applies it by default) is left out.
- **Nothing expected**: a cell whose expected count is 0 has no (O - E)^2 / E,
  which is an error.
"""

import numpy as np


def goodness_of_fit(observed: np.ndarray, probabilities: np.ndarray, fitted: int = 0) -> tuple[float, int]:
    """Chi-square of counts against a law.

    Args:
        observed: whole numbers, not all 0, shape (K,), K of 2 or more.
        probabilities: shape (K,), summing to 1.
        fitted: the number of parameters estimated from the counts.

    Returns:
        chi2 and the degrees of freedom.

    Raises:
        ValueError: if an expected count is 0.

    Examples:
        >>> p = np.array([0.25, 0.5, 0.25])
        >>> goodness_of_fit(np.array([30, 50, 20]), p)
        (2.0, 2)
    """
    raise NotImplementedError


def expected_counts(table: np.ndarray) -> np.ndarray:
    """The counts that are expected if rows and columns are independent.

    Args:
        table: whole numbers, shape (R, C), not all 0.

    Returns:
        A float64 array of shape (R, C).

    Examples:
        >>> expected_counts(np.array([[10, 20, 30], [10, 0, 30]])).tolist()
        [[12.0, 12.0, 36.0], [8.0, 8.0, 24.0]]
    """
    raise NotImplementedError


def independence(table: np.ndarray) -> tuple[float, int]:
    """Chi-square of a table of counts.

    Args:
        table: whole numbers, not all 0, shape (R, C), R and C of 2 or more.

    Returns:
        chi2 and the degrees of freedom.

    Raises:
        ValueError: if an expected count is 0.

    Examples:
        >>> chi2, dof = independence(np.array([[10, 20, 30], [10, 0, 30]]))
        >>> round(chi2, 6), dof
        (16.666667, 2)
    """
    raise NotImplementedError
