"""GPTQ: columns are rounded one by one, and those to come make up for the
error.

Rounding each weight to the nearest level is best for the weight, not for the
output: inputs are correlated, and what one feature gets wrong another can take
back. GPTQ (Frantar et al. 2023) goes through the columns of W from left to
right. After each it changes the columns that aren't rounded yet so that the
squared error of the outputs on calibration data X stays as small as it can.
With X of shape (N, D), W of shape (M, D) and damping d,

    H = X^T X + d * mean(diag(X^T X)) * I               (D, D)
    H^-1 = U^T U,  U upper triangular with a diagonal above 0

and for j = 0, ..., D - 1, where w_j is column j as it is by then,

    w_hat_j = w_j rounded to the grid                   (M,)
    e_j     = (w_j - w_hat_j) / U[j, j]                 (M,)
    w_k    <- w_k - e_j U[j, k]                         for all k > j

Row j of U is what is left of H^-1 once the columns before j are fixed, over a
root: the whole sequence of shrinking inverses, for the price of one Cholesky
factorization. (Optimal Brain Quantization inverts anew at each step.)

Conventions:

- **Order**: from left to right. (Implementations offer to begin with the
  columns of the largest diagonal of H, `act_order`.)
- **The grid** of a row is symmetric int4, `round_to_grid` (given), with a
  scale for each row that is fixed before anything is changed.
- **Damping** is relative to the mean of the diagonal; 0.01 is usual. It keeps
  H invertible where features are redundant.
- **The scale of H**: no factor 2, which the paper has. It would change U, and
  nothing in the result.
- **The error** is the sum of squared differences of all N * M outputs.
"""

import numpy as np


# given
def round_to_grid(column: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """A column (M,) with each weight on the int4 grid of its row.

    Examples:
        >>> column, scales = np.array([1.2, -9.0]), np.array([0.5, 1.0])
        >>> round_to_grid(column, scales).tolist()
        [1.0, -7.0]
    """
    return scales * np.clip(np.rint(column / scales), -7, 7)


def inverse_factor(x: np.ndarray, damp: float) -> np.ndarray:
    """The factor U of the inverse of the damped H.

    Args:
        x: calibration activations, float64, shape (N, D).
        damp: d, above 0.

    Returns:
        U, float64, shape (D, D), upper triangular.

    Examples:
        >>> x = np.array([[2.0, 1.0], [0.0, 1.0]])
        >>> inverse_factor(x, 0.0001).round(3).tolist()
        [[0.707, -0.707], [0.0, 0.707]]
    """
    raise NotImplementedError


def gptq(weight: np.ndarray, scales: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The rounded weight.

    Args:
        weight: float64, shape (M, D).
        scales: the grid of each row, shape (M,), above 0.
        u: upper triangular, shape (D, D), as inverse_factor gives it.

    Returns:
        A float64 array of shape (M, D), all on the grid of their row.

    Examples:
        >>> weight = np.array([[0.4, 0.4, 0.4]])
        >>> u = np.array([[1.0, -1, 0], [0, 1, -1], [0, 0, 1]])
        >>> gptq(weight, np.array([1.0]), u).tolist()
        [[0.0, 1.0, 0.0]]
    """
    raise NotImplementedError


def output_error(x: np.ndarray, weight: np.ndarray, rounded: np.ndarray) -> float:
    """What the rounding does to the outputs.

    Args:
        x: float64, shape (N, D).
        weight: float64, shape (M, D).
        rounded: float64, shape (M, D).

    Returns:
        The sum of squared differences.

    Examples:
        >>> x, weight = np.array([[2.0, 1.0]]), np.array([[0.4, 0.4]])
        >>> round(output_error(x, weight, np.array([[0.0, 0.0]])), 2)
        1.44
        >>> round(output_error(x, weight, np.array([[0.0, 1.0]])), 2)
        0.04
    """
    raise NotImplementedError
