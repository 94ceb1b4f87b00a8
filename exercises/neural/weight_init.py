"""Weight initialisation: how large random weights must be for a deep network
to start training.

A unit adds up fan_in products w x. With weights of mean 0 and inputs of mean
square s, its variance is

    fan_in * Var(w) * s

If fan_in * Var(w) is 2, forty layers multiply the signal's variance by 2^40;
if it is 1/2, nothing is left of it. The same holds for gradients on their way
back, with fan_out in place of fan_in. Both methods choose Var(w) so that the
factor is about 1.

    Xavier (Glorot)   Var(w) = gain^2 * 2 / (fan_in + fan_out)
    He (Kaiming)      Var(w) = 2 / ((1 + slope^2) * fan)

The first is a compromise between the two directions; in the second, fan is
fan_in or fan_out.

He's method makes up for the half of the signal that a ReLU cuts off; slope is
that of a leaky ReLU for negative inputs, 0 for ReLU. The weights are drawn
from a normal distribution with mean 0 and this variance, or from the uniform
distribution on [-a, a] with this variance, which is a^2 / 3.

Conventions:

- **Dense weights** have shape (fan_in, fan_out): input features first.
- **Convolution kernels** have shape (C_out, C_in, K1, ...), output channels
  first, with one or more kernel axes. An output adds up C_in * K1 * ...
  products, which is fan_in; fan_out is C_out * K1 * ...
- **Normal** means the whole bell curve: it isn't truncated.
- **Randomness** comes from ``rng`` alone, and each weight is drawn
  independently. From the same state of the generator come the same weights,
  and every further call gives new ones. How you draw is your choice.
- **Dtype**: all results are float64 arrays.
"""

import numpy as np


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """How many inputs a unit adds up, and how many outputs an input feeds.

    Args:
        shape: of a dense weight (two sizes) or of a convolution kernel (three
            or more), each size at least 1.

    Returns:
        (fan_in, fan_out).

    Raises:
        ValueError: if there are fewer than two sizes.

    Examples:
        >>> fans((20, 30))
        (20, 30)
        >>> fans((64, 3, 7, 7))
        (147, 3136)
    """
    raise NotImplementedError


def xavier_normal(shape: tuple[int, ...], rng: np.random.Generator, gain: float = 1.0) -> np.ndarray:
    """Weights of Xavier's variance from a normal distribution.

    Args:
        shape: of the weights, as in ``fans``.
        rng: the generator to draw from.
        gain: a positive factor of the standard deviation.

    Returns:
        A float64 array of that shape.

    Examples:
        >>> w = xavier_normal((50, 150), np.random.default_rng(0))
        >>> w.shape, 0.09 < float(w.std()) < 0.11
        ((50, 150), True)
    """
    raise NotImplementedError


def xavier_uniform(shape: tuple[int, ...], rng: np.random.Generator, gain: float = 1.0) -> np.ndarray:
    """Weights of Xavier's variance from a uniform distribution around 0.

    Args:
        shape: of the weights, as in ``fans``.
        rng: the generator to draw from.
        gain: a positive factor of the standard deviation.

    Returns:
        A float64 array of that shape.

    Examples:
        >>> w = xavier_uniform((2, 4), np.random.default_rng(0))
        >>> w.shape, float(abs(w).max()) <= 1.0
        ((2, 4), True)
    """
    raise NotImplementedError


def he_normal(shape: tuple[int, ...], rng: np.random.Generator, mode: str = "fan_in", slope: float = 0.0) -> np.ndarray:
    """Weights of He's variance from a normal distribution.

    Args:
        shape: of the weights, as in ``fans``.
        rng: the generator to draw from.
        mode: "fan_in" keeps the size of the signal, "fan_out" that of the
            gradient.
        slope: of the leaky ReLU for negative inputs.

    Returns:
        A float64 array of that shape.

    Raises:
        ValueError: if ``mode`` is neither "fan_in" nor "fan_out".

    Examples:
        >>> w = he_normal((200, 50), np.random.default_rng(0))
        >>> w.shape, 0.09 < float(w.std()) < 0.11
        ((200, 50), True)
    """
    raise NotImplementedError


def he_uniform(
    shape: tuple[int, ...], rng: np.random.Generator, mode: str = "fan_in", slope: float = 0.0
) -> np.ndarray:
    """Weights of He's variance from a uniform distribution around 0.

    Args:
        shape: of the weights, as in ``fans``.
        rng: the generator to draw from.
        mode: "fan_in" or "fan_out".
        slope: of the leaky ReLU for negative inputs.

    Returns:
        A float64 array of that shape.

    Raises:
        ValueError: if ``mode`` is neither "fan_in" nor "fan_out".

    Examples:
        >>> w = he_uniform((4, 6, 1), np.random.default_rng(0))
        >>> w.shape, float(abs(w).max()) <= 1.0
        ((4, 6, 1), True)
    """
    raise NotImplementedError
