"""Independent component analysis: who said what at the party.

D microphones record D speakers, each a different mixture: x = A s with an
unknown A of the shape (D, D). PCA can only make the mixtures uncorrelated,
which any rotation of the answer is, too. ICA finds the rotation by looking
for signals that are as far from normal as can be: a sum of independent
signals is closer to a normal distribution than each of them is. It takes
blinks and heartbeats out of EEG and faces out of fMRI noise; sparse
dictionaries of a network's activations are its descendants.

The rows x_n of X, (N, D), are the samples in time. FastICA has two steps.

**Whitening.** With the mean m and the covariance C = E diag(v) E^T,

    Z = (X - m) C^(-1/2)            C^(-1/2) = E diag(v)^(-1/2) E^T

has the covariance I. What is left is a rotation.

**Fixed points.** For a unit vector w the projection is u_n = w.z_n, and with
g(u) = tanh(u), g'(u) = 1 - tanh(u)^2, one step is

    w+ = mean_n[z_n g(u_n)] - mean_n[g'(u_n)] w
    w  = w+ / |w+|

which is Newton's method for an extremum of the mean of log cosh(u). It
converges at a cubic rate where the signals are independent.

**Deflation.** One w after the other. Before w+ is divided by its length, its
part along those that have been found is taken away, at every step:

    w+ = w+ - sum_(i < j) (w+ . w_i) w_i

The rows of W are the w_j, and the sources S = Z W^T, (N, D), come back in
any order, with any sign, and with variance 1: scale, sign and order can't be
known, since A could undo them.

Conventions:

- **Covariance** is divided by N, so that the mean of z z^T is I.
- **Symmetric whitening**: C^(-1/2) is the symmetric root above, and not
  diag(v)^(-1/2) E^T, whose coordinates are turned.
- **Start**: the row j of ``start`` is the first w of component j, made unit
  length and orthogonal to those found before its first step.
- **Steps**: each component takes that many; who stops earlier, when w only
  changes its sign, gets the same sources.
- **Data**: C can be inverted, and at most one source is normal. What is graded
  of ``fast_ica`` are the sources, up to order and sign, within what the data
  allow (each correlates with a true one by 0.99 or more), and that W is
  orthogonal.
"""

import numpy as np


def whiten(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows with mean 0 and covariance I.

    Args:
        X: shape (N, D), float64.

    Returns:
        Z, shape (N, D), and the matrix C^(-1/2), shape (D, D).

    Examples:
        >>> X = np.array([[0.0, 1.0], [4.0, 1.0], [0.0, 3.0], [4.0, 3.0]])
        >>> Z, matrix = whiten(X)
        >>> Z[1].round(6).tolist(), matrix.round(6).tolist()
        ([1.0, -1.0], [[0.5, 0.0], [0.0, 1.0]])
    """
    raise NotImplementedError


def fixed_point(Z: np.ndarray, w: np.ndarray) -> np.ndarray:
    """w+ of one step, before deflation and before it is divided by its length.

    Args:
        Z: white rows, shape (N, D).
        w: a unit vector, shape (D,).

    Returns:
        A float64 array of shape (D,).

    Examples:
        >>> Z = np.array([[1.0], [-1.0]])
        >>> fixed_point(Z, np.array([1.0])).round(6).tolist()
        [0.34162]
    """
    raise NotImplementedError


def fast_ica(X: np.ndarray, start: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The sources and the rotation that gives them.

    Args:
        X: mixtures, shape (N, D), float64.
        start: shape (D, D), one row for each component.
        steps: how many for each component.

    Returns:
        S, shape (N, D), and W, shape (D, D).

    Examples:
        >>> X = np.array([[0.0, 1.0], [4.0, 1.0], [0.0, 3.0], [4.0, 3.0]])
        >>> S, W = fast_ica(X, np.eye(2), 5)
        >>> np.abs(S).round(6).tolist()
        [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]
    """
    raise NotImplementedError
