"""Nonnegative matrix factorization: parts that only add up.

A matrix of counts or intensities V, (N, M), is approximated by W H with W of
the shape (N, K), H of (K, M), and no number below 0 in either. Since nothing
can be subtracted, the rows of H become parts: eyes and noses of faces, topics
of documents, notes of a recording, programs of genes. There are two errors:

    frobenius   E = sum_ij (V_ij - (W H)_ij)^2
    kl          E = sum_ij V_ij log(V_ij / (W H)_ij) - V_ij + (W H)_ij

with 0 log 0 = 0; the second one is that of Poisson counts. Lee and Seung's
updates multiply each entry by a quotient, so that the signs take care of
themselves and there is no step size:

    frobenius   H <- H * (W^T V) / (W^T W H)
                W <- W * (V H^T) / (W H H^T)

    kl          H <- H * (W^T (V / (W H))) / (column sums of W)
                W <- W * ((V / (W H)) H^T) / (row sums of H)

"*" and "/" go entry by entry; column sums of W are one number for each row of
H, row sums of H one for each column of W. Neither update can make E larger. It
comes to rest where each quotient is 1 or each entry 0: a local minimum, as a
rule, since the start decides which.

Conventions:

- **Order**: one iteration updates H, and then W with the new H and a new W H.
- **Start**: W and H are handed in and stay as they are; V too.
- **Division by 0**: 1e-12 is added to each divisor above, that of V / (W H)
  too (or the larger of the two is taken). The tests can't tell.
- **Zeros stay zero**: an entry that is 0 isn't touched by a product; start
  with numbers above 0.
- **history** of ``factorize`` has E of the start and after each iteration.
- **In kl's E**, 1e-12 is added to W H in the quotient; where V is 0, the first
  term is 0.
"""

import numpy as np


def error(V: np.ndarray, W: np.ndarray, H: np.ndarray, loss: str) -> float:
    """How far W H is from V.

    Args:
        V: at least 0, shape (N, M).
        W: at least 0, shape (N, K).
        H: at least 0, shape (K, M).
        loss: "frobenius" or "kl".

    Returns:
        A float, at least 0.

    Examples:
        >>> V, H = np.array([[4.0, 0.0]]), np.ones((1, 2))
        >>> W = np.array([[2.0]])
        >>> error(V, W, H, "frobenius")
        8.0
        >>> round(error(V, W, H, "kl"), 6)
        2.772589
    """
    raise NotImplementedError


def iterate(V: np.ndarray, W: np.ndarray, H: np.ndarray, loss: str) -> tuple[np.ndarray, np.ndarray]:
    """One iteration: H, then W.

    Args:
        V: at least 0, shape (N, M).
        W: at least 0, shape (N, K).
        H: at least 0, shape (K, M).
        loss: "frobenius" or "kl".

    Returns:
        The new W, shape (N, K), and the new H, shape (K, M).

    Examples:
        >>> V, H = np.array([[4.0, 1.0]]), np.ones((1, 2))
        >>> W = np.array([[2.0]])
        >>> W, H = iterate(V, W, H, "frobenius")
        >>> W.round(6).tolist(), H.round(6).tolist()
        ([[2.0]], [[2.0, 0.5]])
    """
    raise NotImplementedError


def factorize(
    V: np.ndarray, W: np.ndarray, H: np.ndarray, loss: str, steps: int
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Several iterations.

    Args:
        V: at least 0, shape (N, M).
        W: the start, shape (N, K).
        H: the start, shape (K, M).
        loss: "frobenius" or "kl".
        steps: the number of iterations, at least 0.

    Returns:
        W, H, and the history: a list of steps + 1 floats.

    Examples:
        >>> V, H = np.array([[4.0, 1.0]]), np.ones((1, 2))
        >>> W = np.array([[2.0]])
        >>> W, H, history = factorize(V, W, H, "frobenius", 1)
        >>> [round(value, 6) for value in history]
        [5.0, 0.0]
    """
    raise NotImplementedError
