"""Gibbs sampling: one variable at a time, given all others.

A joint law may be out of reach while each variable's law given the rest is
simple: a Gaussian, a coin. Draw each variable in turn from that conditional,
with the newest values of all others. No draw is ever refused, and the joint
law is stationary. Topic models, Boltzmann machines, image denoising and
Bayesian hierarchies are sampled so (Geman and Geman 1984).

- **Two Gaussian variables** with means m and covariance C:

      x_i | x_j  ~  N( m_i + C_ij / C_jj (x_j - m_j),
                       C_ii - C_ij^2 / C_jj )

- **Ising model**: spins s = +1 or -1 on an (H, W) lattice, with

      p(s) ~ exp( beta ( sum_(a, b) s_a s_b + field sum_a s_a ) )

  where (a, b) are the pairs of neighbours, each counted once. Given all
  others, a spin is up with probability

      1 / (1 + exp(-2 beta (sum of its neighbours + field)))

A sweep updates every variable once, in a fixed order (a systematic scan). It
leaves p invariant, since each of its steps does. It isn't reversible.

Conventions:

- **Neighbours** are up, down, left and right. Edges are free: a spin in a
  corner has two neighbours.
- **Order**: x_0, then x_1; spins row by row, from left to right.
- **Newest values**: each update sees those of the same sweep. Updating all
  spins at once from old values samples another law.
- **Randomness** comes from `rng` alone, and the same state gives the same
  chain; which numbers are drawn is free. Arguments stay as they are.
"""

import numpy as np


def gaussian_conditional(mean: np.ndarray, cov: np.ndarray, i: int, other: float) -> tuple[float, float]:
    """The law of one of two Gaussian variables given the other.

    Args:
        mean: m, shape (2,).
        cov: C, shape (2, 2), positive definite.
        i: 0 or 1, the variable whose law is wanted.
        other: the value of the other variable.

    Returns:
        The conditional mean and variance.

    Examples:
        >>> cov = np.array([[2.0, 1.0], [1.0, 4.0]])
        >>> gaussian_conditional(np.array([10.0, 0.0]), cov, 0, 8.0)
        (12.0, 1.75)
    """
    raise NotImplementedError


def gaussian_chain(
    mean: np.ndarray, cov: np.ndarray, start: np.ndarray, n_sweeps: int, rng: np.random.Generator
) -> np.ndarray:
    """A Gibbs chain of two Gaussian variables.

    Args:
        mean: m, shape (2,).
        cov: C, shape (2, 2), positive definite.
        start: shape (2,).
        n_sweeps: T, 1 or more.
        rng: source of randomness.

    Returns:
        Both variables after each sweep, shape (T, 2).

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> zeros = np.zeros(2)
        >>> gaussian_chain(zeros, np.eye(2), zeros, 5, rng).shape
        (5, 2)
    """
    raise NotImplementedError


def up_probability(spins: np.ndarray, row: int, column: int, beta: float, field: float) -> float:
    """The probability that a spin is up, given all others.

    Args:
        spins: +1 and -1, shape (H, W).
        row: of the spin.
        column: of the spin.
        beta: inverse temperature.
        field: the outer field.

    Returns:
        From 0 to 1.

    Examples:
        >>> spins = np.array([[1, -1, 1], [1, 1, 1]])
        >>> round(up_probability(spins, 0, 1, 0.5, 0.0), 6)
        0.952574
    """
    raise NotImplementedError


def ising_chain(spins: np.ndarray, beta: float, field: float, n_sweeps: int, rng: np.random.Generator) -> np.ndarray:
    """A Gibbs chain of the Ising model.

    Args:
        spins: the start, +1 and -1, shape (H, W).
        beta: inverse temperature.
        field: the outer field.
        n_sweeps: T, 1 or more.
        rng: source of randomness.

    Returns:
        The spins after each sweep, whole numbers of shape (T, H, W).

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> up = np.array([[-1, 1]])
        >>> ising_chain(up, 1.0, 50.0, 2, rng).tolist()
        [[[1, 1]], [[1, 1]]]
    """
    raise NotImplementedError
