"""Wanda: pruning by weights and activations.

Magnitude pruning removes small weights, and fails in large language models: a
few of their features are a hundred times larger than the rest, and a small
weight that meets one of them matters. Wanda (Sun et al. 2024, "pruning by
Weights AND Activations") multiplies the two. For calibration activations X of
shape (N, D) and a weight W of shape (M, D),

    score_ij = |W_ij| * |X_j|       |X_j|: Euclidean norm of column j of X

and in each row of W, by itself, the weights with the smallest scores go. No
weight is updated and no gradient is needed: a 7B model takes seconds.

Hardware gains from structure. In n:m sparsity, 2:4 on NVIDIA GPUs, exactly n
of each m neighbours in a row are kept.

Conventions:

- **Rows**: weights are compared within an output row, never across rows or in
  the whole matrix. Unstructured pruning removes exactly floor(sparsity * D)
  weights from each.
- **A mask** has the shape of W: True for what stays.
- **Equal scores**: of equal ones those with the lower column go first.
- **The error** of a mask is the sum of squared differences between the outputs
  of the pruned and of the full weight, on given activations.
"""

import numpy as np


def wanda_scores(weight: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The score of each weight.

    Args:
        weight: float64, shape (M, D).
        x: calibration activations, float64, shape (N, D).

    Returns:
        A float64 array of shape (M, D).

    Examples:
        >>> weight = np.array([[1.0, -3.0], [-0.5, 2.0]])
        >>> x = np.array([[3.0, 0.0], [-4.0, 1.0]])
        >>> wanda_scores(weight, x).tolist()
        [[5.0, 3.0], [2.5, 2.0]]
    """
    raise NotImplementedError


def unstructured_mask(scores: np.ndarray, sparsity: float) -> np.ndarray:
    """Which weights stay, when a share of each row goes.

    Args:
        scores: float64, shape (M, D).
        sparsity: the share that goes, from 0 to 1.

    Returns:
        A boolean array of shape (M, D).

    Examples:
        >>> scores = np.array([[4.0, 1.0, 2.0, 3.0], [9.0, 40.0, 30.0, 2]])
        >>> unstructured_mask(scores, 0.5).astype(int).tolist()
        [[1, 0, 0, 1], [0, 1, 1, 0]]
    """
    raise NotImplementedError


def n_m_mask(scores: np.ndarray, n: int, m: int) -> np.ndarray:
    """Which weights stay, when n of each m neighbours do.

    Args:
        scores: float64, shape (M, D).
        n: how many stay, from 0 to m.
        m: how many neighbours form a group; at least 1.

    Returns:
        A boolean array of shape (M, D).

    Raises:
        ValueError: if m doesn't divide D.

    Examples:
        >>> scores = np.array([[4.0, 1.0, 2.0, 3.0, 9.0, 6.0, 8.0, 7.0]])
        >>> n_m_mask(scores, 2, 4).astype(int).tolist()
        [[1, 0, 0, 1, 1, 0, 1, 0]]
    """
    raise NotImplementedError


def output_error(weight: np.ndarray, mask: np.ndarray, x: np.ndarray) -> float:
    """What a mask does to the outputs.

    Args:
        weight: float64, shape (M, D).
        mask: bool, shape (M, D).
        x: float64, shape (N, D).

    Returns:
        The sum of squared differences over all N * M outputs.

    Examples:
        >>> weight = np.array([[1.0, -3.0]])
        >>> x = np.array([[3.0, 0.0], [-4.0, 1.0]])
        >>> output_error(weight, np.array([[False, True]]), x)
        25.0
        >>> output_error(weight, np.array([[True, False]]), x)
        9.0
    """
    raise NotImplementedError
