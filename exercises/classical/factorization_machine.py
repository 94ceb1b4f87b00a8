"""A factorization machine: all pairwise interactions, in linear time.

Click prediction and recommendation have one-hot columns by the hundred
thousand: user, film, hour, device. What matters are pairs (this user, that
genre), most of which were never seen together, so that a weight for each pair
can neither be stored nor learned. A factorization machine gives column i a
vector v_i of k numbers, and the pair i, j the weight v_i.v_j: what is learned
about v_i from one pair helps in all others. It is matrix factorization for any
columns, and the first half of DeepFM. For a row x of D columns,

    f(x) = w0 + sum_i w_i x_i + sum_{i < j} (v_i.v_j) x_i x_j

Each pair of two different columns counts once, and no column is paired with
itself. As it stands the sum has D^2 terms; but since

    (sum_i a_i)^2 = sum_i a_i^2 + 2 sum_{i < j} a_i a_j

it takes k D steps, one such square for each of the k dimensions. For V of
shape (D, k), V_if being number f of v_i:

    pairs = 1/2 sum_f [ (sum_i V_if x_i)^2 - sum_i V_if^2 x_i^2 ]

The gradient is linear as well. For N rows, with X of shape (N, D), and for
g_n the derivative of the loss with respect to f(x_n), whichever loss it is,
with A = X V of shape (N, k):

    dw0 = sum_n g_n          dw_i = sum_n g_n x_ni
    dV_if = sum_n g_n x_ni (A_nf - V_if x_ni)

Conventions:

- **Linear**: D may be 20000, where no D x D matrix fits the memory.
- **Dtype**: float64.
"""

import numpy as np


def predict(X: np.ndarray, w0: float, w: np.ndarray, V: np.ndarray) -> np.ndarray:
    """f of each row.

    Args:
        X: shape (N, D).
        w0: the bias.
        w: the weights, shape (D,).
        V: the vectors of the columns, shape (D, k).

    Returns:
        A float64 array of shape (N,).

    Examples:
        >>> X = np.array([[1.0, 2.0, 0.0], [1.0, 1.0, 1.0]])
        >>> V = np.array([[1.0, 0.0], [3.0, 1.0], [0.0, 2.0]])
        >>> predict(X, 0.5, np.array([1.0, 0.0, -1.0]), V).tolist()
        [7.5, 5.5]
    """
    raise NotImplementedError


def gradient(X: np.ndarray, V: np.ndarray, g: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The gradient of a loss with respect to w0, w and V.

    Args:
        X: shape (N, D).
        V: the vectors of the columns, shape (D, k).
        g: the derivative of the loss with respect to each row's f, shape (N,).

    Returns:
        dw0, a float; dw of shape (D,); dV of shape (D, k).

    Examples:
        >>> X, V = np.array([[1.0, 2.0]]), np.array([[1.0], [3.0]])
        >>> dw0, dw, dV = gradient(X, V, np.array([0.5]))
        >>> float(dw0), dw.tolist(), dV.tolist()
        (0.5, [0.5, 1.0], [[3.0], [1.0]])
    """
    raise NotImplementedError
