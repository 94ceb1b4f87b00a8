"""The entropy of a Gaussian, and the divergence between two, in closed form.

The loss of a variational autoencoder has one term of this kind for each image:
the divergence of the encoder's N(mu, diag(var)) from N(0, I). Diffusion models
compare two Gaussians at each step, trust regions of policies bound it, and
Frechet distances of images have the same ingredients. For D dimensions:

    H(N(m, S)) = 1/2 log det(2 pi e S)
               = D/2 (1 + log(2 pi)) + 1/2 log det S

    KL(N(m, S) || N(n, T))
        = 1/2 ( trace(T^-1 S) - D + (n - m)^T T^-1 (n - m)
                + log det T - log det S )

With diagonal covariances s and t all of it is a sum over dimensions:

    KL = 1/2 sum over d of ( s_d / t_d - 1 + (n_d - m_d)^2 / t_d
                             + log(t_d / s_d) )

The entropy is a differential one: it is below 0 for narrow Gaussians, and
changes with the unit of x. The divergence doesn't, and is 0 or more.

Conventions:

- **Variances**, not standard deviations, in s, t, S and T; all nats.
- **Direction**: the first law is the one that is averaged over.
- **Batches**: the diagonal form takes any number of leading axes, each law
  along the last one. The full form takes one pair of laws.
- **Large D**: a determinant of 500 dimensions may be beyond floating point
  where its logarithm is harmless; that has to work.
- **Covariances** are symmetric and positive definite.
"""

import numpy as np


def gaussian_entropy(cov: np.ndarray) -> float:
    """The differential entropy of a Gaussian.

    Args:
        cov: S, shape (D, D).

    Returns:
        H in nats.

    Examples:
        >>> round(gaussian_entropy(np.array([[1.0]])), 6)
        1.418939
    """
    raise NotImplementedError


def diagonal_kl(m: np.ndarray, s: np.ndarray, n: np.ndarray, t: np.ndarray) -> np.ndarray:
    """The divergence of Gaussians whose dimensions are independent.

    Args:
        m: means of the first laws, shape (..., D).
        s: their variances, shape (..., D), above 0.
        n: means of the second laws, shape (..., D).
        t: their variances, shape (..., D), above 0.

    Returns:
        KL in nats, shape (...).

    Examples:
        >>> m, s = np.array([[1.0, 0.0]]), np.ones((1, 2))
        >>> diagonal_kl(m, s, np.zeros((1, 2)), s).tolist()
        [0.5]
    """
    raise NotImplementedError


def full_kl(m: np.ndarray, s: np.ndarray, n: np.ndarray, t: np.ndarray) -> float:
    """The divergence of two Gaussians with full covariances.

    Args:
        m: mean of the first law, shape (D,).
        s: its covariance S, shape (D, D).
        n: mean of the second law, shape (D,).
        t: its covariance T, shape (D, D).

    Returns:
        KL in nats.

    Examples:
        >>> s = np.array([[1.0, 0.0], [0.0, 1.0]])
        >>> round(full_kl(np.zeros(2), s, np.array([2.0, 0.0]), 4 * s), 6)
        1.136294
    """
    raise NotImplementedError
