"""AWQ: weights that meet large activations are scaled up before rounding.

Not all weights matter equally: an error in one that is multiplied by a large
activation does more harm. Activation-aware weight quantization (Lin et al.
2024) doesn't keep such weights in higher precision, which hardware dislikes.
It multiplies column j of W by s_j > 1, so that its rounding error becomes
smaller in relation, and divides feature j of x by s_j. For calibration
activations X of shape (N, D), W of shape (M, D) and a rounding Q to four bits,

    m_j   = mean_n |X[n, j]|
    s_j   = m_j^alpha / sqrt(max_k m_k^alpha * min_k m_k^alpha)
    W_hat = Q(W * s) / s
    error = sum of (X W_hat^T - X W^T)^2

The root keeps the factors around 1. With alpha = 0 nothing is scaled, with 1
the small columns suffer; so alpha is searched, layer by layer, for the
smallest error of the output. llm-awq and AutoAWQ work like this, without any
gradient.

The division of x is folded into the layer before, whose rows give the
features: no work is left for run time.

Conventions:

- **Activations**: the mean magnitude counts (SmoothQuant takes the maximum);
  no feature is 0 throughout.
- **Q** is `round_to_int4` (given): groups of neighbours in a row, with a scale
  and a zero point each.
- **The search** takes the alpha with the smallest error, of equal ones the
  first.
- **The layer before** is linear, h W1^T + b1, with nothing between it and this
  one.
"""

import numpy as np


# given
def round_to_int4(weight: np.ndarray, group_size: int) -> np.ndarray:
    """The weights (M, D) after rounding to int4 in groups, as floats.

    Examples:
        >>> weight = np.array([[-3.0, 11.7, 0.0, 5.0, 0.2, 30.0]])
        >>> round_to_int4(weight, 3).round(4).tolist()
        [[-2.94, 11.76, 0.0, 4.0, 0.0, 30.0]]
    """
    groups = weight.reshape(len(weight), -1, group_size)
    low = np.minimum(groups.min(axis=-1, keepdims=True), 0.0)
    high = np.maximum(groups.max(axis=-1, keepdims=True), 0.0)
    scale = np.where(high > low, high - low, 15.0) / 15
    zero = np.rint(-low / scale)
    q = np.clip(np.rint(groups / scale) + zero, 0, 15)
    return (scale * (q - zero)).reshape(weight.shape)


def awq_scales(x: np.ndarray, alpha: float) -> np.ndarray:
    """The factor of each feature.

    Args:
        x: calibration activations, float64, shape (N, D).
        alpha: from 0 to 1.

    Returns:
        s, shape (D,), above 0.

    Examples:
        >>> x = np.array([[1.0, -30.0, 4.0], [-1.0, 2.0, 4.0]])
        >>> awq_scales(x, 1.0).tolist()
        [0.25, 4.0, 1.0]
        >>> awq_scales(x, 0.5).tolist()
        [0.5, 2.0, 1.0]
    """
    raise NotImplementedError


def output_error(x: np.ndarray, weight: np.ndarray, s: np.ndarray, group_size: int) -> float:
    """The squared error of the layer's output when W is rounded with factors.

    Args:
        x: float64, shape (N, D).
        weight: float64, shape (M, D).
        s: shape (D,).
        group_size: divides D.

    Returns:
        The sum over all N * M outputs.

    Examples:
        >>> x, weight = np.array([[10.0, 1.0]]), np.array([[1.2, 15.0]])
        >>> round(output_error(x, weight, np.ones(2), 2), 6)
        4.0
        >>> round(output_error(x, weight, np.array([5.0, 1.0]), 2), 6)
        0.0
    """
    raise NotImplementedError


def search_scales(x: np.ndarray, weight: np.ndarray, group_size: int, alphas: list[float]) -> tuple[float, np.ndarray]:
    """The alpha with the smallest error, and its factors.

    Args:
        x: float64, shape (N, D).
        weight: float64, shape (M, D).
        group_size: divides D.
        alphas: candidates, at least one.

    Returns:
        One of the candidates, and its s of shape (D,).

    Examples:
        >>> x, weight = np.array([[25.0, 1.0]]), np.array([[1.2, 15.0]])
        >>> alpha, s = search_scales(x, weight, 2, [0.0, 0.5])
        >>> alpha, s.round(4).tolist()
        (0.5, [2.2361, 0.4472])
    """
    raise NotImplementedError


def fold(
    weight1: np.ndarray, bias1: np.ndarray, weight: np.ndarray, s: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fold the factors into the layer before and this one.

    Args:
        weight1: of the layer before, shape (D, K).
        bias1: of the layer before, shape (D,).
        weight: of this layer, shape (M, D); not rounded yet.
        s: shape (D,).

    Returns:
        The new weight1, bias1 and weight. Together the layers compute what
        they did, up to rounding in floating point.

    Examples:
        >>> weight1, bias1 = np.array([[2.0], [8.0]]), np.array([1.0, 4.0])
        >>> weight, s = np.array([[3.0, 1.0]]), np.array([1.0, 8.0])
        >>> [part.tolist() for part in fold(weight1, bias1, weight, s)]
        [[[2.0], [1.0]], [1.0, 0.5], [[3.0, 8.0]]]
    """
    raise NotImplementedError
