"""EM for a mixture of Gaussians: k-means that knows how sure it is.

A mixture of K Gaussians draws a component k with probability pi_k and then a
row from N(mu_k, S_k). Fitting one to data gives soft clusters of any elliptic
shape, a density, and a score for anomalies. Its log-likelihood

    l = sum_n log sum_k pi_k N(x_n; mu_k, S_k)

has a sum inside the logarithm, and no closed solution. Expectation
maximization (Dempster, Laird and Rubin 1977) takes turns:

**E step**: the responsibility of component k for row n is its posterior
probability,

    r_nk = pi_k N(x_n; mu_k, S_k) / sum_j pi_j N(x_n; mu_j, S_j)

**M step**: the parameters that fit best if row n belongs to k with weight
r_nk,

    N_k = sum_n r_nk        pi_k = N_k / N
    mu_k = sum_n r_nk x_n / N_k
    S_k = sum_n r_nk (x_n - mu_k)(x_n - mu_k)^T / N_k + reg I

with the new mu_k in S_k. The density of a Gaussian in D dimensions is

    log N(x; mu, S) = -(D log(2 pi) + log det S
                        + (x - mu)^T S^-1 (x - mu)) / 2

Each step makes l larger or leaves it as it is: with reg = 0 l never falls,
which is the best test of an implementation. A component that has a single row
left would make l infinite; reg keeps every S_k invertible.

Conventions:

- **Logarithms**: far away every density is 0 in floating point, and rows of
  responsibilities still sum to 1. So the E step works with logarithms, and
  takes the largest out before an exponential. In many dimensions det S itself
  is 0 or infinite in floating point, where log det S isn't.
- **l** is the sum over the rows, and not their mean.
- **A round** of `em` is an E step and an M step. The history has l of the
  parameters that it began with, and l after each round. If l has risen by less
  than tol in a round, that was the last one.
- The parameters that come back are those of the last l.
"""

import numpy as np


def e_step(X: np.ndarray, weights: np.ndarray, means: np.ndarray, covariances: np.ndarray) -> tuple[np.ndarray, float]:
    """The logarithms of the responsibilities, and the log-likelihood.

    Args:
        X: shape (N, D).
        weights: pi, above 0, of sum 1, shape (K,).
        means: shape (K, D).
        covariances: symmetric and positive definite, shape (K, D, D).

    Returns:
        log r of shape (N, K), and l.

    Examples:
        >>> X, weights = np.array([[0.0], [1.0]]), np.array([0.5, 0.5])
        >>> means, covariances = np.array([[-1.0], [1]]), np.ones((2, 1, 1))
        >>> log_r, l = e_step(X, weights, means, covariances)
        >>> np.exp(log_r).round(4).tolist(), round(l, 4)
        ([[0.5, 0.5], [0.1192, 0.8808]], -2.9041)
    """
    raise NotImplementedError


def m_step(X: np.ndarray, r: np.ndarray, reg: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The parameters that fit given responsibilities best.

    Args:
        X: shape (N, D).
        r: responsibilities, rows of sum 1, no column of zeros; shape (N, K).
        reg: what is added to the diagonal of every covariance, at least 0.

    Returns:
        The weights, means and covariances; shapes (K,), (K, D), (K, D, D).

    Examples:
        >>> X, r = np.array([[0.0], [2.0], [4.0]]), np.eye(2)[[0, 0, 1]]
        >>> weights, means, covariances = m_step(X, r, 0.5)
        >>> means.tolist(), covariances.tolist()
        ([[1.0], [4.0]], [[[1.5]], [[0.5]]])
    """
    raise NotImplementedError


def em(
    X: np.ndarray,
    weights: np.ndarray,
    means: np.ndarray,
    covariances: np.ndarray,
    reg: float,
    max_rounds: int,
    tol: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[float]]:
    """Fits a mixture from given parameters on.

    Args:
        X: shape (N, D).
        weights: to begin with, shape (K,).
        means: to begin with, shape (K, D).
        covariances: to begin with, shape (K, D, D).
        reg: as in `m_step`.
        max_rounds: the largest number of rounds.
        tol: a round that gains less is the last.

    Returns:
        The weights, means, covariances and the history of l.

    Examples:
        >>> X, weights = np.array([[-2.0], [2.0]]), np.array([0.5, 0.5])
        >>> means, covariances = np.array([[-1.0], [1]]), np.ones((2, 1, 1))
        >>> result = em(X, weights, means, covariances, 0.1, 5, 1e9)
        >>> len(result[3]), result[1].round(4).tolist()
        (2, [[-1.9281], [1.9281]])
    """
    raise NotImplementedError
