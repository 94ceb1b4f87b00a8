"""Polynomial features: a linear model that bends.

A line through x and x^2 is a parabola. Give a linear model the products of its
columns and it fits curves and interactions ("a discount works on Sundays"),
with the same closed form as before. The features of a row x are all monomials
up to a degree, written here by the columns that are multiplied:

    ()         1
    (0,)       x_0
    (0, 0)     x_0^2
    (0, 1)     x_0 x_1

The order is that of scikit-learn: by degree, the constant first; within a
degree, the tuples of column numbers, each in ascending order, are sorted as
tuples are in Python. For two columns and degree 2:

    (), (0,), (1,), (0, 0), (0, 1), (1, 1)

With ``interaction_only`` no column is in a monomial twice: x_0 x_1 stays,
x_0^2 goes. Of D columns there are (D + degree)! / (D! degree!) monomials,
which explodes: 100 columns have 176851 up to degree 3.

That is where a kernel helps: (x.y + r)^2 is the scalar product of all features
of degree 2, without making one. But not of these as they are, each needs a
factor. The map phi with

    phi(x).phi(y) = (x.y + r)^2      for all x and y, r >= 0

follows from multiplying out: a product of two different columns comes twice.

Conventions:

- **phi** has one column for each of the (D + 1)(D + 2) / 2 monomials up to
  degree 2, in the order above; each is the monomial times a factor >= 0 (a
  factor may be 0 when r is).
- **Dtype**: float64.
"""

import numpy as np


def monomials(n_columns: int, degree: int, interaction_only: bool) -> list[tuple[int, ...]]:
    """The monomials, each as the columns that it multiplies.

    Args:
        n_columns: D, at least 1.
        degree: the largest degree, at least 0.
        interaction_only: whether no column may be in a monomial twice.

    Returns:
        A list of tuples of column numbers in the order above.

    Examples:
        >>> monomials(2, 2, False)
        [(), (0,), (1,), (0, 0), (0, 1), (1, 1)]
        >>> monomials(3, 3, True)[4:]
        [(0, 1), (0, 2), (1, 2), (0, 1, 2)]
    """
    raise NotImplementedError


def polynomial_features(X: np.ndarray, degree: int, interaction_only: bool) -> np.ndarray:
    """One column for each monomial.

    Args:
        X: shape (N, D), float64.
        degree: the largest degree, at least 0.
        interaction_only: whether no column may be in a monomial twice.

    Returns:
        A float64 array of shape (N, number of monomials).

    Examples:
        >>> polynomial_features(np.array([[2.0, 3.0]]), 2, False).tolist()
        [[1.0, 2.0, 3.0, 4.0, 6.0, 9.0]]
        >>> polynomial_features(np.array([[2.0, 3.0]]), 2, True).tolist()
        [[1.0, 2.0, 3.0, 6.0]]
    """
    raise NotImplementedError


def quadratic_kernel_map(X: np.ndarray, r: float) -> np.ndarray:
    """phi of each row.

    Args:
        X: shape (N, D), float64, D at least 1.
        r: what the kernel adds to the scalar product, at least 0.

    Returns:
        A float64 array of shape (N, (D + 1)(D + 2) / 2).

    Examples:
        >>> quadratic_kernel_map(np.array([[3.0]]), 2.0).tolist()
        [[2.0, 6.0, 9.0]]
    """
    raise NotImplementedError
