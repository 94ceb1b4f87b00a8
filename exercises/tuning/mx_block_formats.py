"""Microscaling (MX) formats: tiny floats that share a power of two.

A float of four bits reaches from 0.5 to 6. Blocks of 32 neighbours with a
common exponent of 8 bits (E8M0) make a number format of it that models can be
served and trained in: MXFP8 and MXFP4, fixed by the Open Compute Project, in
NVIDIA's Blackwell and AMD's MI350; gpt-oss was released in MXFP4. The cost is
8 / 32 bits for each number. For a block v of 32 numbers,

    e   = floor(log2(max |v|)) - emax           an integer
    p_i = round(v_i / 2^e)                      to the element format
    v_i ~ p_i * 2^e

Element formats, with a sign bit each:

    E2M1 (FP4)   0, 0.5, 1, 1.5, 2, 3, 4, 6                 emax = 2
    E4M3 (FP8)   k / 512 for k = 0 to 7, and
                 (1 + k / 8) * 2^n, k = 0 to 7, n = -6 to 8   emax = 8
                 but for 480: the largest is 448

emax is the exponent of the largest number. So the block's largest magnitude
lands between 2^emax and 2^(emax + 1), and what is then above 6 or 448 becomes
6 or 448: it saturates.

Conventions:

- **Rounding** is to the nearest; half way between two it goes to the one with
  an even last bit of the mantissa. In E2M1 these are 0, 1, 2 and 4: 0.25
  becomes 0, 0.75 becomes 1, 2.5 becomes 2, 5 becomes 4.
- **Saturation**: beyond the largest number of the format comes the largest.
  There is no infinity.
- **Blocks** are 32 neighbours along the last axis; 32 divides its length.
- **A block of zeros** has the exponent -127, the smallest of E8M0. Other
  numbers have magnitudes from 2^-100 to 2^100.
- **Elements** are kept as floats here, exactly those of the format.
"""

import numpy as np


def round_e2m1(x: np.ndarray) -> np.ndarray:
    """The nearest numbers of E2M1.

    Args:
        x: float64, any shape, finite.

    Returns:
        A float64 array of the same shape.

    Examples:
        >>> round_e2m1(np.array([0.3, 0.75, 2.6, -3.6, 5.0, 70.0])).tolist()
        [0.5, 1.0, 3.0, -4.0, 4.0, 6.0]
    """
    raise NotImplementedError


def round_e4m3(x: np.ndarray) -> np.ndarray:
    """The nearest numbers of E4M3.

    Args:
        x: float64, any shape, finite.

    Returns:
        A float64 array of the same shape.

    Examples:
        >>> round_e4m3(np.array([1.0, 1.07, -17.0, 300.0, 1e9])).tolist()
        [1.0, 1.125, -16.0, 288.0, 448.0]
        >>> (512 * round_e4m3(np.array([0.001, 0.003, 0.006]))).tolist()
        [1.0, 2.0, 3.0]
    """
    raise NotImplementedError


def mx_quantize(values: np.ndarray, element: str) -> tuple[np.ndarray, np.ndarray]:
    """Elements and exponents of blocks.

    Args:
        values: float64, shape (..., D), finite.
        element: "e2m1" for MXFP4 or "e4m3" for MXFP8.

    Returns:
        p: float64, the shape of values. e: int64, shape (..., D / 32).

    Raises:
        ValueError: if 32 doesn't divide D.

    Examples:
        >>> values = np.zeros(32)
        >>> values[:4] = [0.9, 3.1, -20.0, 28.0]
        >>> p, e = mx_quantize(values, "e2m1")
        >>> p[:4].tolist(), e.tolist()
        ([0.0, 1.0, -4.0, 6.0], [2])
    """
    raise NotImplementedError


def mx_dequantize(p: np.ndarray, e: np.ndarray) -> np.ndarray:
    """The numbers that elements and exponents stand for.

    Args:
        p: float64, shape (..., D).
        e: int64, shape (..., D / 32).

    Returns:
        A float64 array of the shape of p.

    Examples:
        >>> p = np.repeat([1.5, -6.0], 32)
        >>> mx_dequantize(p, np.array([2, -1]))[[0, 31, 32]].tolist()
        [6.0, 6.0, -3.0]
    """
    raise NotImplementedError
