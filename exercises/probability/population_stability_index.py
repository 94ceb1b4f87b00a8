"""The population stability index: has a feature's distribution shifted?

Credit scoring has watched its inputs and scores with this number for decades,
and monitoring tools took it over. A reference sample (the training set) is cut
into B bins that hold equally many of its numbers; then the shares of a current
sample in the same bins are compared with the reference's:

    PSI = sum over b of (c_b - r_b) log(c_b / r_b)

with r_b and c_b the shares of bin b. Each part is 0 or more, and tells which
bin moved. The sum is KL(c || r) + KL(r || c), so it is symmetric in the shares
(but the bins come from the reference). By custom less than 0.1 means no shift
and more than 0.25 a large one; nothing of that is a test.

Conventions:

- **Edges**: the B - 1 inner ones are the quantiles 1/B, ..., (B - 1)/B of the
  reference, with linear interpolation between neighbours (NumPy's default).
  Equal edges, which many equal numbers give, are one edge, so there may be
  fewer bins than B.
- **Bins**: with E edges there are E + 1 of them. The first and the last are
  open, so whatever falls outside the reference's range is counted there. A
  number that equals an edge belongs to the bin below it.
- **Empty bins**: a share below `floor` is raised to it, in both samples, and
  shares aren't scaled to sum to 1 again.
- **Unit**: nats.
"""

import numpy as np


def bin_edges(reference: np.ndarray, n_bins: int) -> np.ndarray:
    """The inner edges of quantile bins.

    Args:
        reference: shape (N,).
        n_bins: B, 2 or more.

    Returns:
        Shape (E,), strictly increasing, with E of at most B - 1.

    Examples:
        >>> bin_edges(np.array([5.0, 1.0, 2.0, 4.0, 3.0]), 4).tolist()
        [2.0, 3.0, 4.0]
    """
    raise NotImplementedError


def bin_shares(x: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The share of a sample in each bin.

    Args:
        x: shape (N,).
        edges: inner edges, shape (E,), strictly increasing.

    Returns:
        Shape (E + 1,), summing to 1.

    Examples:
        >>> x = np.array([-7.0, 2.0, 2.5, 9.0])
        >>> bin_shares(x, np.array([2.0, 3.0, 4.0])).tolist()
        [0.5, 0.25, 0.0, 0.25]
    """
    raise NotImplementedError


def stability_index(
    reference: np.ndarray, current: np.ndarray, n_bins: int, floor: float = 1e-4
) -> tuple[float, np.ndarray]:
    """The population stability index.

    Args:
        reference: shape (N,).
        current: shape (M,).
        n_bins: B, 2 or more.
        floor: the smallest share that a bin counts with, above 0.

    Returns:
        PSI, and its parts by bin, shape (E + 1,).

    Examples:
        >>> reference = np.array([1.0, 2.0, 3.0, 4.0])
        >>> current = np.array([2.0, 3.0, 3.0, 8.0])
        >>> psi, parts = stability_index(reference, current, 2)
        >>> round(psi, 6), parts.round(6).tolist()
        (0.274653, [0.173287, 0.101366])
    """
    raise NotImplementedError
