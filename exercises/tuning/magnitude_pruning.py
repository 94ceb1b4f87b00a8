"""Magnitude pruning: the smallest weights become zero.

A trained network keeps working when many of its small weights are removed.
Unstructured pruning takes single weights, the smallest of one layer or of all
layers together; sparse kernels and compressed files gain from it. Structured
pruning takes whole output channels, and what is left is a smaller dense
matrix. It is the baseline that Wanda and SparseGPT are measured against.

A mask has the shape of the weights: True for what stays. With n numbers to
choose from and the sparsity s, exactly

    floor(s * n)

are removed: those with the smallest magnitude |w|, or the channels (rows) with
the smallest norm, the root of the sum of squares.

- **Per layer** each layer loses the share s of its own weights.
- **Globally** one ranking runs over the weights of all layers, so that a layer
  of small weights loses more.

Conventions:

- **Sparsity** is from 0 to 1, and is the share that goes (not what stays).
- **Exactly** floor(s * n) go even where magnitudes are equal: of equal ones
  those with the lower index (in row-major order, layer by layer) go first. A
  single threshold would remove too many or too few.
- **Weights** stay as they are: a mask is returned.
"""

import numpy as np


def layer_mask(weights: np.ndarray, sparsity: float) -> np.ndarray:
    """Which weights of one layer stay.

    Args:
        weights: float64, any shape, at least one entry.
        sparsity: from 0 to 1.

    Returns:
        A boolean array of the shape of weights.

    Examples:
        >>> layer_mask(np.array([[0.5, -2.0], [1.0, 0.1]]), 0.5).tolist()
        [[False, True], [True, False]]
        >>> layer_mask(np.array([1.0, 1.0, -1.0]), 0.5).tolist()
        [False, True, True]
    """
    raise NotImplementedError


def global_masks(layers: list[np.ndarray], sparsity: float) -> list[np.ndarray]:
    """Which weights stay when all layers are ranked together.

    Args:
        layers: float64 arrays of any shapes, at least one.
        sparsity: from 0 to 1, the share of all weights that go.

    Returns:
        A boolean array for each layer, of its shape.

    Examples:
        >>> layers = [np.array([[0.5, -0.2]]), np.array([3.0, -1.0])]
        >>> [mask.tolist() for mask in global_masks(layers, 0.5)]
        [[[False, False]], [True, True]]
    """
    raise NotImplementedError


def channel_mask(weights: np.ndarray, sparsity: float) -> np.ndarray:
    """Which output channels of a matrix stay.

    Args:
        weights: float64, shape (M, D): M output channels.
        sparsity: from 0 to 1, the share of channels that go.

    Returns:
        A boolean array of shape (M,).

    Examples:
        >>> weights = np.array([[3.0, 0.0], [2.0, -2.0], [0.0, 4.0]])
        >>> channel_mask(weights, 0.4).tolist()
        [True, False, True]
    """
    raise NotImplementedError
