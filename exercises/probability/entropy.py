"""Entropy: how much one doesn't know.

The entropy of a law p is the average surprise of a draw from it, or the number
of yes-or-no questions that it takes on average to find out what came:

    H(p) = - sum_i p_i log p_i

With the logarithm to base 2 it is measured in bits: a fair coin has 1, a coin
with two heads 0, and N equally likely outcomes log2(N), which is the most that
N outcomes can have. To base e it is in nats. Decision trees split by it,
policies are kept exploring by it, and cross-entropy is it plus a divergence.

For two variables with the joint probabilities p(x, y):

    joint         H(X, Y) = H of the whole table
    conditional   H(Y | X) = H(X, Y) - H(X)

The second is what is still unknown of Y, on average, once X is known. It is
never above H(Y), and 0 exactly when X determines Y.

Conventions:

- **0 log 0** is 0: what never happens surprises nobody.
- **Base** is above 1. It only divides the result by the logarithm of it.
- **Counts** are divided by their sum. Without any (all 0) the entropy is 0.
- **Tables** have X along the rows (axis 0) and Y along the columns.
- **Never negative**: rounding leaves nothing below 0.
- **Dtype**: float64; counts are int64.
"""

import numpy as np


def entropy(p: np.ndarray, base: float = 2.0) -> float:
    """The entropy of a law.

    Args:
        p: probabilities, shape (N,), at least 0, summing to 1.
        base: of the logarithm, above 1.

    Returns:
        A float, at least 0.

    Raises:
        ValueError: if a probability is negative.

    Examples:
        >>> entropy(np.array([0.5, 0.25, 0.25, 0.0]))
        1.5
        >>> entropy(np.array([1.0, 0.0]))
        0.0
    """
    raise NotImplementedError


def entropy_of_counts(counts: np.ndarray, base: float = 2.0) -> float:
    """The entropy of the law that counts give.

    Args:
        counts: whole numbers, shape (N,), at least 0.
        base: of the logarithm, above 1.

    Returns:
        A float, at least 0.

    Examples:
        >>> entropy_of_counts(np.array([3, 3, 0, 6]))
        1.5
    """
    raise NotImplementedError


def conditional_entropy(joint: np.ndarray, base: float = 2.0) -> float:
    """H(Y | X): what is unknown of Y when X is known.

    Args:
        joint: p(x, y), shape (N, M), at least 0, summing to 1.
        base: of the logarithm, above 1.

    Returns:
        A float, at least 0.

    Examples:
        >>> conditional_entropy(np.array([[0.25, 0.25], [0.5, 0.0]]))
        0.5
    """
    raise NotImplementedError
