"""Group-wise int4 quantization: small groups with a scale each, two to a byte.

Sixteen levels are few: with one scale for a row a single large weight would
leave two or three of them to all others. So each row is cut into groups of G
neighbours, 32 to 128 in practice, and each group has its own scale and zero
point. That is how GPTQ and AWQ checkpoints store weights, and a 7B model fits
into 4 GB. For a group from low to high, widened to hold 0,

    low = min(low, 0)        high = max(high, 0)
    scale = (high - low) / 15
    z     = round(-low / scale)                         from 0 to 15
    q     = clip(round(w / scale) + z, 0, 15)
    w_hat = scale * (q - z)

No machine has a type of four bits, so that two integers share a byte: of each
pair of neighbours in a row the first has the low four bits, the second the
high four.

    byte = q[2i] + 16 * q[2i + 1]

Conventions:

- **Weights** are (M, D), and G divides D. Groups run along the rows: columns
  0 to G - 1, G to 2G - 1, ... There are D / G of them in a row.
- **Integers** are unsigned, from 0 to 15, kept in uint8. (Some formats take
  -8 to 7 and no zero point.)
- **Rounding** is to the nearest integer, as ``np.rint`` does it.
- **A group of zeros** has the scale 1 and the zero point 0.
"""

import numpy as np


def quantize_groups(weights: np.ndarray, group_size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The integers, the scales and the zero points.

    Args:
        weights: float64, shape (M, D), finite.
        group_size: G, at least 1.

    Returns:
        q: uint8, shape (M, D). scales: float64, shape (M, D / G). zeros:
        uint8, shape (M, D / G).

    Raises:
        ValueError: if G doesn't divide D.

    Examples:
        >>> weights = np.array([[-3.0, 12.0, 0.0, 5.0, 0.0, 30.0]])
        >>> q, scales, zeros = quantize_groups(weights, 3)
        >>> q.tolist(), scales.tolist(), zeros.tolist()
        ([[0, 15, 3, 2, 0, 15]], [[1.0, 2.0]], [[3, 0]])
    """
    raise NotImplementedError


def pack(q: np.ndarray) -> np.ndarray:
    """Two integers in each byte.

    Args:
        q: uint8 from 0 to 15, shape (M, D).

    Returns:
        A uint8 array of shape (M, D / 2).

    Raises:
        ValueError: if D is odd.

    Examples:
        >>> pack(np.array([[1, 2, 15, 0]], dtype=np.uint8)).tolist()
        [[33, 15]]
    """
    raise NotImplementedError


def unpack(packed: np.ndarray) -> np.ndarray:
    """The integers of the bytes, in their old order.

    Args:
        packed: uint8, shape (M, D / 2).

    Returns:
        A uint8 array of shape (M, D).

    Examples:
        >>> unpack(np.array([[33, 15]], dtype=np.uint8)).tolist()
        [[1, 2, 15, 0]]
    """
    raise NotImplementedError


def dequantize_groups(q: np.ndarray, scales: np.ndarray, zeros: np.ndarray) -> np.ndarray:
    """The weights that the integers stand for.

    Args:
        q: uint8 from 0 to 15, shape (M, D).
        scales: shape (M, D / G); G follows from the shapes.
        zeros: uint8, shape (M, D / G).

    Returns:
        A float64 array of shape (M, D).

    Examples:
        >>> q = np.array([[3, 5, 2, 0]], dtype=np.uint8)
        >>> zeros = np.array([[3, 0]], dtype=np.uint8)
        >>> dequantize_groups(q, np.array([[1.0, 0.5]]), zeros).tolist()
        [[0.0, 2.0, 1.0, 0.0]]
    """
    raise NotImplementedError
