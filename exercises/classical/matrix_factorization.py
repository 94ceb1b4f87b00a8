"""Matrix factorization: a rating is an inner product of two short vectors.

It won the Netflix prize, and two-tower retrieval models are its grandchildren.
User u has a vector p_u and item i a vector q_i of F numbers each. With biases
b_u and c_i (a user who is strict, a film that everybody likes) and the mean mu
of all ratings the predicted rating is

    mu + b_u + c_i + p_u . q_i

Only observed ratings count. Whoever fills the empty cells with 0 learns that
nobody likes what nobody has seen.

**SGD** (Koren 2009) goes through the ratings one at a time. With e the rating
less its prediction and lam the L2 penalty,

    b_u += lr (e - lam b_u)          p_u += lr (e q_i - lam p_u)
    c_i += lr (e - lam c_i)          q_i += lr (e p_u - lam q_i)

where everything on the right is from before this rating.

**ALS** (alternating least squares) uses that with fixed items the best vector
of a user is a ridge regression on the own ratings. It has no step size, and
all users can be solved at once on different machines. Here it has no mu and no
biases, and minimizes

    J = sum over observed (r_ui - p_u . q_i)^2
        + lam (sum_u |p_u|^2 + sum_i |q_i|^2)

    p_u = (sum_i q_i q_i^T + lam I)^-1 sum_i r_ui q_i     i rated by u

and the same for items. A sweep solves for all users and then, with the new
user vectors, for all items. J never rises.

Conventions:

- **Ratings** are rows (u, i, r): two integer arrays and a float array. No pair
  (u, i) comes twice.
- **The penalty** of ALS is the same for all users, however many ratings they
  have (Zhou et al. 2008 multiply it by their number). There is no factor 1/2.
- **No ratings**: in ALS a user or an item without any gets zeros; lam > 0.
- Results are new arrays; what was handed in stays unchanged.
"""

import numpy as np


def predict(
    users: np.ndarray,
    items: np.ndarray,
    mu: float,
    b: np.ndarray,
    c: np.ndarray,
    P: np.ndarray,
    Q: np.ndarray,
) -> np.ndarray:
    """The predicted ratings of pairs of a user and an item.

    Args:
        users: integers of shape (N,).
        items: integers of shape (N,).
        mu: the mean rating.
        b: biases of the users, shape (U,).
        c: biases of the items, shape (I,).
        P: vectors of the users, shape (U, F).
        Q: vectors of the items, shape (I, F).

    Returns:
        Shape (N,).

    Examples:
        >>> P, Q = np.array([[1.0, 2.0]]), np.array([[0.5, 1], [0.0, -1]])
        >>> users, items = np.array([0, 0]), np.array([0, 1])
        >>> b, c = np.array([0.25]), np.array([0.0, -0.25])
        >>> predict(users, items, 3.0, b, c, P, Q).tolist()
        [5.75, 1.0]
    """
    raise NotImplementedError


def sgd_epoch(
    users: np.ndarray,
    items: np.ndarray,
    ratings: np.ndarray,
    mu: float,
    b: np.ndarray,
    c: np.ndarray,
    P: np.ndarray,
    Q: np.ndarray,
    lr: float,
    lam: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """One pass over the ratings, in their order.

    Args:
        users: integers of shape (N,).
        items: integers of shape (N,).
        ratings: shape (N,).
        mu: the mean rating, which isn't learned.
        b: biases of the users, shape (U,).
        c: biases of the items, shape (I,).
        P: vectors of the users, shape (U, F).
        Q: vectors of the items, shape (I, F).
        lr: the learning rate.
        lam: the L2 penalty.

    Returns:
        The new b, c, P and Q.

    Examples:
        >>> one, r, zero = np.array([0]), np.array([5.0]), np.zeros(1)
        >>> P, Q = np.array([[1.0]]), np.array([[0.5]])
        >>> new = sgd_epoch(one, one, r, 3.0, zero, zero, P, Q, 0.5, 0.0)
        >>> [part.tolist() for part in new]
        [[0.75], [0.75], [[1.375]], [[1.25]]]
    """
    raise NotImplementedError


def als(
    users: np.ndarray, items: np.ndarray, ratings: np.ndarray, n_users: int, Q: np.ndarray, lam: float, sweeps: int
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Alternating least squares.

    Args:
        users: integers from 0 to U - 1, shape (N,).
        items: integers of shape (N,).
        ratings: shape (N,).
        n_users: U.
        Q: the vectors of the items to begin with, shape (I, F).
        lam: the L2 penalty, above 0.
        sweeps: at least 1.

    Returns:
        P of shape (U, F), Q of shape (I, F), and J after each sweep.

    Examples:
        >>> one, r = np.array([0]), np.array([5.0])
        >>> P, Q, J = als(one, one, r, 1, np.array([[2.0]]), 1.0, 1)
        >>> P.tolist(), Q.tolist(), J
        ([[2.0]], [[2.0]], [9.0])
    """
    raise NotImplementedError
