"""SmoothQuant: outliers moved from the activations, where they hurt, to the
weights.

In large language models a few features of the activations are a hundred times
larger than the rest, in every token. An int8 scale for a token has to cover
them, and little is left for the others; a scale for each feature can't be
taken out of the sum. The weights of the same features are small and even. So
SmoothQuant (Xiao et al. 2023) divides feature j of x by s_j and multiplies
column j of W by it: the product stays, and both are easy to quantize. For
calibration activations X of shape (N, D) and a weight W of shape (M, D),

    s_j = max_n |X[n, j]|^alpha / max_m |W[m, j]|^(1 - alpha)
    x W^T = (x / s) (W * s)^T

The division costs nothing at run time: x comes from a layer norm, whose gain
and bias are divided by s beforehand. alpha = 0.5 splits the difficulty evenly;
models with worse outliers want up to 0.9, so it is searched for.

Conventions:

- **A feature without scale**: where one of the two maxima is 0, s_j is 1.
- **The layer norm** before the linear layer gives gain * z + bias, with z
  normalized. Both are divided.
- **The error** of a choice of alpha is the sum of squared differences between
  `int8_linear` (given) of the smoothed pair, x / s and W * s, and x W^T in
  floating point.
- **The search** takes the alpha with the smallest error, of equal ones the
  first.
"""

import numpy as np


# given
def int8_linear(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """x W^T in int8, with a scale for each token and each output channel.

    Examples:
        >>> int8_linear(np.array([[127.0, 0.4]]), np.eye(2) * 127).tolist()
        [[16129.0, 0.0]]
    """
    x_scale = np.maximum(np.abs(x).max(axis=1, keepdims=True), 1e-30) / 127
    w_scale = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-30) / 127
    return (np.rint(x / x_scale) @ np.rint(weight / w_scale).T) * x_scale * w_scale.T


def smoothing_factors(x: np.ndarray, weight: np.ndarray, alpha: float) -> np.ndarray:
    """The factor of each feature.

    Args:
        x: calibration activations, float64, shape (N, D).
        weight: float64, shape (M, D).
        alpha: from 0 to 1; 1 moves the whole difficulty to the weights.

    Returns:
        s, shape (D,), above 0.

    Examples:
        >>> x = np.array([[1.0, -64.0, 0.0], [-4.0, 32.0, 0.0]])
        >>> weight = np.array([[0.25, 1.0, 2.0], [-1.0, -0.25, 0.5]])
        >>> smoothing_factors(x, weight, 0.5).tolist()
        [2.0, 8.0, 1.0]
    """
    raise NotImplementedError


def smooth(
    gain: np.ndarray, bias: np.ndarray, weight: np.ndarray, s: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fold the factors into the layer norm and the linear layer.

    Args:
        gain: the layer norm's, shape (D,).
        bias: the layer norm's, shape (D,).
        weight: the linear layer's, shape (M, D).
        s: shape (D,).

    Returns:
        The new gain, bias and weight. Together they compute what the old ones
        did, up to rounding.

    Examples:
        >>> gain, bias = np.array([2.0, 8.0]), np.array([1.0, 4.0])
        >>> weight, s = np.array([[3.0, 1.0]]), np.array([1.0, 8.0])
        >>> [part.tolist() for part in smooth(gain, bias, weight, s)]
        [[2.0, 1.0], [1.0, 0.5], [[3.0, 8.0]]]
    """
    raise NotImplementedError


def search_alpha(x: np.ndarray, weight: np.ndarray, alphas: list[float]) -> float:
    """The alpha with the smallest error of the int8 layer.

    Args:
        x: calibration activations, float64, shape (N, D).
        weight: float64, shape (M, D).
        alphas: candidates, at least one.

    Returns:
        One of the candidates.

    Examples:
        >>> x = np.array([[1.0, 80.0], [0.7, -60.0]])
        >>> weight = np.array([[1.0, 0.9], [-0.7, 1.0]])
        >>> search_alpha(x, weight, [0.0, 0.5])
        0.5
    """
    raise NotImplementedError
