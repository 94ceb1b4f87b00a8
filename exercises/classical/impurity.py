"""Impurity: how mixed the labels of some rows are, and what a split gains.

Decision trees, and so random forests and boosted trees, ask one question again
and again: which split leaves the purest groups? With p_k the share of class k
among N labels,

    gini     G(y) = 1 - sum_k p_k^2
    entropy  H(y) = -sum_k p_k log2 p_k          in bits, 0 log2 0 = 0

Gini is the chance that the labels of two rows, drawn with replacement, differ.
Both are 0 for a single class, and largest when all classes are equally
frequent: 1 - 1/K and log2 K for K classes. A split sends each row to one group
g; its gain is what the impurity falls by, with each group weighted by its
share of the rows:

    gain = I(y) - sum_g N_g / N I(y of group g)

I is either of the two. With the entropy it is called the information gain. It
is never negative, and has a weakness: a split into as many groups as rows (by
a customer number, say) has the largest gain of all and is worth nothing. C4.5
divides it by the information that the split itself has, the entropy of the
group numbers:

    gain ratio = information gain / H(groups)

Conventions:

- **Labels** and group numbers are integers, any of them, with gaps; there may
  be any number of classes and of groups, and N is at least 1.
- **One group**: the gain is 0, and so is the gain ratio, by definition.
- **Rounding**: errors of 1e-12 are fine. Results are floats.
"""

import numpy as np


def gini(y: np.ndarray) -> float:
    """The Gini impurity.

    Args:
        y: integer labels, shape (N,).

    Returns:
        A float from 0 to below 1.

    Examples:
        >>> round(gini(np.array([0, 0, 0, 7])), 6)
        0.375
    """
    raise NotImplementedError


def entropy(y: np.ndarray) -> float:
    """The entropy of the labels, in bits.

    Args:
        y: integer labels, shape (N,).

    Returns:
        A float, at least 0.

    Examples:
        >>> round(entropy(np.array([0, 0, 1, 2])), 6)
        1.5
    """
    raise NotImplementedError


def information_gain(y: np.ndarray, groups: np.ndarray, criterion: str = "entropy") -> float:
    """What the impurity falls by when the rows are split into groups.

    Args:
        y: integer labels, shape (N,).
        groups: the group of each row, integers, shape (N,).
        criterion: "entropy" or "gini".

    Returns:
        A float, at least 0 but for rounding.

    Raises:
        ValueError: for another criterion.

    Examples:
        >>> y, groups = np.array([0, 0, 1, 1]), np.array([5, 5, 5, 9])
        >>> round(information_gain(y, groups), 6)  # 1 - 3/4 * 0.918296
        0.311278
        >>> round(information_gain(y, groups, "gini"), 6)
        0.166667
    """
    raise NotImplementedError


def gain_ratio(y: np.ndarray, groups: np.ndarray) -> float:
    """The information gain, divided by the entropy of the groups.

    Args:
        y: integer labels, shape (N,).
        groups: the group of each row, integers, shape (N,).

    Returns:
        A float from 0 to 1 but for rounding; 0 if there is one group only.

    Examples:
        >>> y = np.array([0, 0, 1, 1])
        >>> round(gain_ratio(y, np.array([1, 2, 3, 4])), 6)
        0.5
    """
    raise NotImplementedError
