"""Symmetric int8 quantization: numbers as whole multiples of one scale.

A weight in float32 takes four bytes, in int8 one, and integer units multiply
int8 fast. The symmetric form has no offset: 0 stays 0, and one scale says how
much a step of the integer is worth:

    scale = max |x| / 127
    q     = round(x / scale)                   from -127 to 127
    x_hat = scale * q                          |x - x_hat| <= scale / 2

One scale for a whole tensor suffers from a single large entry; one for each
channel costs a few numbers and lets small rows keep their digits. TensorRT,
ONNX Runtime and PyTorch quantize weights like this.

A product of quantized matrices is one of integers, scaled once at the end:

    A B ~ (q_A q_B) * scale_A * scale_B

Conventions:

- **-128** isn't used, so that the range is symmetric.
- **Rounding** is to the nearest integer, as ``np.rint`` does it; halves may go
  either way.
- **Zeros**: where all numbers that share a scale are 0, the scale is 1.
- **Shape of the scale**: that of x with 1 on all axes that share it, so that
  it broadcasts. For a whole tensor all axes are 1.
- **Accumulation**: products of int8 are summed in int32 (or wider).
"""

import numpy as np


def quantize(x: np.ndarray, axis: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The integers and the scale.

    Args:
        x: float64, at least one axis and one entry, finite.
        axis: None for one scale for the whole tensor, or the axis along which
            each index has its own: with axis 0 each row of a matrix has one.

    Returns:
        q: int8, shape of x. scale: float64, with the axes of x.

    Examples:
        >>> x = np.array([[2.54, -1.0], [0.254, 0.1]])
        >>> q, scale = quantize(x)
        >>> q.tolist(), scale.round(6).tolist()
        ([[127, -50], [13, 5]], [[0.02]])
        >>> q, scale = quantize(x, axis=0)
        >>> q.tolist(), scale.round(6).tolist()
        ([[127, -50], [127, 50]], [[0.02], [0.002]])
    """
    raise NotImplementedError


def dequantize(q: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The numbers that q stands for, in float64.

    Args:
        q: int8.
        scale: float64, as quantize returns it.

    Returns:
        A float64 array of the shape of q.

    Examples:
        >>> q = np.array([127, -50], dtype=np.int8)
        >>> dequantize(q, np.array([0.02])).round(6).tolist()
        [2.54, -1.0]
    """
    raise NotImplementedError


def int8_matmul(q_a: np.ndarray, scale_a: np.ndarray, q_b: np.ndarray, scale_b: np.ndarray) -> np.ndarray:
    """The product of two quantized matrices, in float64.

    Args:
        q_a: int8, shape (N, D).
        scale_a: shape (N, 1) or (1, 1).
        q_b: int8, shape (D, M).
        scale_b: shape (1, M) or (1, 1).

    Returns:
        Shape (N, M): the integer product times both scales.

    Examples:
        >>> q_a = np.array([[100, 100]], dtype=np.int8)
        >>> q_b = np.array([[100], [50]], dtype=np.int8)
        >>> scale_a, scale_b = np.array([[0.5]]), np.array([[2.0]])
        >>> int8_matmul(q_a, scale_a, q_b, scale_b).tolist()
        [[15000.0]]
    """
    raise NotImplementedError
