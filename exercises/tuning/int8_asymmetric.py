"""Asymmetric int8 quantization: a scale and a zero point, calibrated.

After a ReLU no number is negative, and a symmetric scale would waste half of
int8. The asymmetric (affine) form maps a range from low to high onto all 256
integers, by a scale and an integer that stands for 0, the zero point z:

    scale = (high - low) / 255
    z     = round(-128 - low / scale)
    q     = clip(round(x / scale) + z, -128, 127)
    x_hat = scale * (q - z)

The number 0 must come back as exactly 0: zeros are what padding, ReLU and
masks are made of. That is why z is a whole number, and why the range is
widened to hold 0 first:

    low = min(low, 0)        high = max(high, 0)

The range comes from calibration data. Minimum and maximum keep everything; a
single outlier then makes all steps coarse. Percentiles cut the tails off, and
what lies beyond is clipped. ONNX Runtime, TensorFlow Lite and PyTorch quantize
activations like this.

Conventions:

- **Integers** are int8, from -128 to 127. (PyTorch's quint8 takes 0 to 255;
  its zero point is larger by 128.)
- **Rounding** is to the nearest integer, as ``np.rint`` does it: halves go to
  the even one, 0.5 to 0 and 1.5 to 2.
- **Percentiles** interpolate linearly between two sorted numbers, as
  ``np.percentile`` does by default.
- **A range of 0 to 0** has the scale 1 and the zero point 0.
"""

import numpy as np


def calibrate(x: np.ndarray, percentile: float = 100.0) -> tuple[float, float]:
    """The range of the calibration data.

    Args:
        x: float64, any shape, at least one entry, finite.
        percentile: above 50 and up to 100.

    Returns:
        low, the (100 - percentile)th percentile of all entries, and high, the
        percentile itself: with 100, the minimum and the maximum. It isn't
        widened yet.

    Raises:
        ValueError: if percentile isn't above 50 and up to 100.

    Examples:
        >>> x = np.array([3.0, 1.0, 2.0, 5.0, 104.0])
        >>> calibrate(x), calibrate(x, 75.0)
        ((1.0, 104.0), (2.0, 5.0))
    """
    raise NotImplementedError


def affine_parameters(low: float, high: float) -> tuple[float, int]:
    """The scale and the zero point of a range, widened to hold 0.

    Args:
        low, high: the range, low <= high.

    Returns:
        The scale, above 0, and the zero point, from -128 to 127.

    Examples:
        >>> affine_parameters(-51.0, 204.0), affine_parameters(10.0, 510.0)
        ((1.0, -77), (2.0, -128))
    """
    raise NotImplementedError


def quantize(x: np.ndarray, scale: float, zero_point: int) -> np.ndarray:
    """The integers of x; what is out of range goes to the nearest end.

    Args:
        x: float64, any shape.
        scale: above 0.
        zero_point: from -128 to 127.

    Returns:
        An int8 array of the shape of x.

    Examples:
        >>> quantize(np.array([0.0, 1.6, -3.0, 900.0]), 0.5, -77).tolist()
        [-77, -74, -83, 127]
    """
    raise NotImplementedError


def dequantize(q: np.ndarray, scale: float, zero_point: int) -> np.ndarray:
    """The numbers that q stands for.

    Args:
        q: int8, any shape.
        scale: above 0.
        zero_point: from -128 to 127.

    Returns:
        A float64 array of the shape of q.

    Examples:
        >>> q = np.array([-77, -74, 127], dtype=np.int8)
        >>> dequantize(q, 0.5, -77).tolist()
        [0.0, 1.5, 102.0]
    """
    raise NotImplementedError
