"""t-SNE: neighbours stay neighbours on a sheet of paper.

The plots of clouds and islands in papers, of digits, cells or a model's
embeddings, are mostly t-SNE or its relatives. It makes a probability of every
pair of rows from how near they are in D dimensions, another one from how near
their images are in two, and moves the images until both agree.

**High dimension.** Each of the N rows x_i has a Gaussian of its own width:

    g_ij = exp(-|x_i - x_j|^2 beta_i)         beta_i = 1 / (2 sigma_i^2)
    p_(j|i) = g_ij / sum_(m != i) g_im        p_(i|i) = 0

beta_i is chosen so that the row has a given perplexity, a smooth count of
neighbours: with the entropy H_i = -sum_j p_(j|i) log p_(j|i),

    exp(H_i) = perplexity                (2^H with logarithms to the base 2)

The perplexity falls as beta grows, so that beta can be found by bisection: a
narrow Gaussian where rows are dense, a wide one where they are sparse. The
joint probabilities are

    P_ij = (p_(j|i) + p_(i|j)) / (2 N)

They sum to 1, and even an outlier has 1 / (2 N) at least in its row.

**Low dimension.** The images y_i, the rows of Y (N, d), have Student's t
distribution with one degree of freedom. Its heavy tail lets rows that are
moderately far apart go much farther, for which there is no room otherwise:

    k_ij = 1 / (1 + |y_i - y_j|^2)            k_ii = 0
    Q_ij = k_ij / sum_(a, b) k_ab             over all pairs

**Loss and gradient.**

    KL = sum_ij P_ij log(P_ij / Q_ij)               in nats
    dKL/dy_i = 4 sum_j (P_ij - Q_ij) k_ij (y_i - y_j)

Conventions:

- **Perplexity** is more than 1 and less than N - 1. In each row H_i, in nats,
  is its logarithm to within 1e-5.
- **Any scale**: beta may have any size. The same rows, a thousand times as far
  apart or as near, have the same P, and nothing becomes nan.
- **0 log 0** is 0 in H and KL; the diagonal adds nothing.
- **Dtype**: float64. No library computes the distances.
"""

import numpy as np


def conditional_probabilities(X: np.ndarray, perplexity: float) -> np.ndarray:
    """The probabilities p_(j|i), by bisection.

    Args:
        X: shape (N, D), float64, all rows different.
        perplexity: of each row, more than 1 and less than N - 1.

    Returns:
        A float64 array of shape (N, N): row i has p_(j|i), and sums to 1.

    Examples:
        >>> X = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0], [3.0, 4.0]])
        >>> P = conditional_probabilities(X, 2.0)
        >>> P.sum(axis=1).round(6).tolist()
        [1.0, 1.0, 1.0, 1.0]
        >>> P[0].round(3).tolist()
        [0.0, 0.739, 0.216, 0.045]
    """
    raise NotImplementedError


def joint_probabilities(X: np.ndarray, perplexity: float) -> np.ndarray:
    """The symmetric probabilities P.

    Args:
        X: shape (N, D), float64, all rows different.
        perplexity: more than 1 and less than N - 1.

    Returns:
        A float64 array of shape (N, N) that sums to 1.

    Examples:
        >>> X = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0], [3.0, 4.0]])
        >>> P = joint_probabilities(X, 2.0)
        >>> P[0].round(3).tolist()
        [0.0, 0.185, 0.054, 0.011]
    """
    raise NotImplementedError


def student_affinities(Y: np.ndarray) -> np.ndarray:
    """The probabilities Q of the images.

    Args:
        Y: shape (N, d), float64.

    Returns:
        A float64 array of shape (N, N) that sums to 1.

    Examples:
        >>> Y = np.array([[0.0], [1.0], [3.0]])
        >>> student_affinities(Y).round(4).tolist()
        [[0.0, 0.3125, 0.0625], [0.3125, 0.0, 0.125], [0.0625, 0.125, 0.0]]
    """
    raise NotImplementedError


def kl_gradient(P: np.ndarray, Y: np.ndarray) -> tuple[float, np.ndarray]:
    """The loss and its gradient at Y.

    Args:
        P: symmetric, sums to 1, zeros allowed, shape (N, N).
        Y: shape (N, d), float64.

    Returns:
        KL, a float, and dKL/dY, shape (N, d).

    Examples:
        >>> P = np.array([[0, 0.25, 0.25], [0.25, 0, 0], [0.25, 0, 0]])
        >>> loss, gradient = kl_gradient(P, np.array([[0.0], [1.0], [2.0]]))
        >>> round(float(loss), 6), gradient.round(6).tolist()
        (0.640467, [[-0.35], [0.5], [-0.15]])
    """
    raise NotImplementedError
