"""The permutation test: how often chance alone gives a difference this large.

Two samples, two means. If both come from one law, which number belongs to
which sample is an accident, and every split of the pooled numbers was equally
likely. So look at the other splits: the p-value is the share of them whose
difference is at least as extreme as the one observed. It assumes no Gaussian,
works for any statistic, and is how language models are mostly compared on a
benchmark.

    T = mean(x) - mean(y)

    alternative    extreme is      that is, x is
    "greater"      T' >= T         larger
    "less"         T' <= T         smaller
    "two-sided"    |T'| >= |T|     different

- **Exact**: all (n + m)! / (n! m!) splits of the pooled numbers into n and m,
  the observed one among them:  p = (number of extreme ones) / (number of all).
- **Monte Carlo**: where these are too many, R random splits, with the observed
  one counted beside them:

      p = (1 + number of extreme ones) / (1 + R)

  Without the 1 p could be 0, and the test would reject more often than it
  says (Phipson and Smyth 2010).

Conventions:

- **Equality** counts as extreme, and two differences that are within 1e-9 of
  each other (numbers here are of moderate size) are equal: equal sums in
  another order differ by rounding, and p must not depend on that.
- **Splits** are of positions: equal numbers make several equal splits, each of
  which counts.
- **Randomness** comes from `rng` alone, splits are independent, and each is
  equally likely, the observed one as well.
"""

import numpy as np


def exact_p_value(x: np.ndarray, y: np.ndarray, alternative: str = "two-sided") -> float:
    """The p-value from all splits.

    Args:
        x: shape (n,), n of 1 or more.
        y: shape (m,), m of 1 or more.
        alternative: "greater", "less" or "two-sided".

    Returns:
        p, above 0 and at most 1.

    Raises:
        ValueError: for another alternative.

    Examples:
        >>> x, y = np.array([4.0, 6.0]), np.array([1.0, 2.0, 3.0])
        >>> exact_p_value(x, y, "greater")
        0.1
    """
    raise NotImplementedError


def monte_carlo_p_value(
    x: np.ndarray, y: np.ndarray, n_splits: int, rng: np.random.Generator, alternative: str = "two-sided"
) -> float:
    """The p-value from random splits.

    Args:
        x: shape (n,), n of 1 or more.
        y: shape (m,), m of 1 or more.
        n_splits: R, 1 or more.
        rng: source of randomness.
        alternative: "greater", "less" or "two-sided".

    Returns:
        p, above 0 and at most 1.

    Raises:
        ValueError: for another alternative.

    Examples:
        >>> rng, x = np.random.default_rng(0), np.array([5.0, 5.0])
        >>> monte_carlo_p_value(x, np.array([5.0]), 99, rng)
        1.0
    """
    raise NotImplementedError
