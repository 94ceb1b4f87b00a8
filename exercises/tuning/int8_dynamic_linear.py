"""A linear layer in int8 with dynamic activation scales.

Weights are quantized once, before serving. Activations change with every
input, so their scales are found while the layer runs: each token, a row of x,
gets its own. One token with a large feature then costs the others nothing, and
no calibration data are needed. LLM.int8(), PyTorch's dynamic quantization and
vLLM's int8 kernels work like this. With x of shape (..., D) and W (M, D),

    scale_row = max |row| / 127           q_row = round(row / scale_row)
    y = (q_x q_W^T) * scale_x * scale_W + b                 (..., M)

The scales can be taken out of the sum over D because each of them belongs to a
whole row of x or of W: the product in between is one of integers alone. (A
scale for each input feature, a column, would have to stay within the sum.)

Conventions:

- **Rows**: the last axis is what shares a scale. For the weight that is one
  scale for each output channel, for x one for each token.
- **Integers** are int8 from -127 to 127; rounding is to the nearest, as
  ``np.rint`` does it. A row of zeros has the scale 1.
- **Sums** are exact: a product of two int8 numbers may have 15 bits, and a
  sum of D of them more than int16 holds.
- **The bias** stays in floating point and is added at the end.
- **The error** is that of all outputs together, relative to the exact ones:
  the root of the sum of squared differences over that of squared outputs.
"""

import numpy as np


def quantize_rows(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The integers and the scale of each row.

    Args:
        x: float64, shape (..., D), D at least 1, finite.

    Returns:
        q: int8, the shape of x. scales: float64, shape (...).

    Examples:
        >>> q, scales = quantize_rows(np.array([[2.54, -1.0], [0.0, 0.0]]))
        >>> q.tolist(), scales.round(6).tolist()
        ([[127, -50], [0, 0]], [0.02, 1.0])
    """
    raise NotImplementedError


def int8_linear(x: np.ndarray, q_weight: np.ndarray, weight_scales: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """The layer's output, with x quantized on the way.

    Args:
        x: float64, shape (..., D).
        q_weight: int8, shape (M, D).
        weight_scales: shape (M,).
        bias: float64, shape (M,).

    Returns:
        A float64 array of shape (..., M).

    Examples:
        >>> q_weight = np.array([[100, 100], [0, -50]], dtype=np.int8)
        >>> x = np.array([[127.0, 2.0], [0.0, -12.7]])
        >>> scales, bias = np.array([0.5, 1.0]), np.array([0.0, 7.0])
        >>> int8_linear(x, q_weight, scales, bias).round(6).tolist()
        [[6450.0, -93.0], [-635.0, 642.0]]
    """
    raise NotImplementedError


def relative_error(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> float:
    """How far the int8 layer is from the exact one.

    Args:
        x: float64, shape (..., D).
        weight: float64, shape (M, D).
        bias: float64, shape (M,). The exact outputs aren't all 0.

    Returns:
        |y_int8 - y| / |y|, norms over all entries.

    Examples:
        >>> x, weight = np.array([[127.0, 1.4]]), np.array([[127.0, 127.0]])
        >>> round(relative_error(x, weight, np.zeros(1)), 6)
        0.003115
    """
    raise NotImplementedError
