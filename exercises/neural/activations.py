"""Activations and their derivatives: the functions between the layers.

Without a nonlinearity between them, two linear layers are one linear layer.
The forward pass needs the function, the backward pass its derivative at the
same x, so every function here returns both.

    relu(x)       = max(x, 0)
    leaky_relu(x) = x where x > 0, else slope * x
    sigmoid(x)    = 1 / (1 + exp(-x))
    tanh(x)       = (exp(x) - exp(-x)) / (exp(x) + exp(-x))
    gelu(x)       = x Phi(x),     Phi(x) = (1 + erf(x / sqrt(2))) / 2
                  ~ x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))
    silu(x)       = x sigmoid(x)

Phi is the distribution function of the normal distribution. Recurrent gates
use sigmoid and tanh, the first transformers ReLU, BERT and GPT-2 GELU, LLaMA
SiLU.

Conventions:

- **Elementwise**: all results have the shape of x.
- **Kink**: relu and leaky_relu have no derivative at 0. There the slope of the
  negative side is returned, 0 or ``slope``, as torch does.
- **Stability**: x is finite and may be as large as +-1000. There, as
  everywhere, each result is right to 10 digits or to an absolute error of
  1e-10, whichever is easier (1e-4 in float32). No result is nan or infinite.
- **Dtype**: float32 in, float32 out; float64 in, float64 out, for the values
  and the derivatives.

You may use all of NumPy, ``np.tanh`` included. NumPy has no erf, so one is
given.
"""

import math

import numpy as np


# given
def erf(x: np.ndarray) -> np.ndarray:
    """The error function of every element, as a float64 array.

    Examples:
        >>> erf(np.array([0.0, 1.0])).round(4).tolist()
        [0.0, 0.8427]
    """
    return np.vectorize(math.erf, otypes=[np.float64])(x)


def relu(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rectified linear unit.

    Args:
        x: float array of any shape with at least one dimension.

    Returns:
        (y, derivative): two arrays of the shape and dtype of ``x``.

    Examples:
        >>> y, derivative = relu(np.array([-2.0, 0.0, 3.0]))
        >>> y.tolist(), derivative.tolist()
        ([0.0, 0.0, 3.0], [0.0, 0.0, 1.0])
    """
    raise NotImplementedError


def leaky_relu(x: np.ndarray, slope: float = 0.01) -> tuple[np.ndarray, np.ndarray]:
    """ReLU that keeps a slope on the negative side, so that a unit can't die.

    Args:
        x: float array of any shape with at least one dimension.
        slope: the slope where x <= 0. A learned slope (PReLU) may be any
            number, also above 1 or below 0.

    Returns:
        (y, derivative): two arrays of the shape and dtype of ``x``.

    Examples:
        >>> y, derivative = leaky_relu(
        ...     np.array([-2.0, 0.0, 3.0]), slope=0.25
        ... )
        >>> y.tolist(), derivative.tolist()
        ([-0.5, 0.0, 3.0], [0.25, 0.25, 1.0])
    """
    raise NotImplementedError


def sigmoid(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logistic sigmoid.

    Args:
        x: float array of any shape with at least one dimension.

    Returns:
        (y, derivative): two arrays of the shape and dtype of ``x``.

    Examples:
        >>> y, derivative = sigmoid(np.array([-1000.0, 0.0, 1000.0]))
        >>> y.tolist(), derivative.tolist()
        ([0.0, 0.5, 1.0], [0.0, 0.25, 0.0])
    """
    raise NotImplementedError


def tanh(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hyperbolic tangent.

    Args:
        x: float array of any shape with at least one dimension.

    Returns:
        (y, derivative): two arrays of the shape and dtype of ``x``.

    Examples:
        >>> y, derivative = tanh(np.array([-1000.0, 0.0, 0.5]))
        >>> y.round(4).tolist(), derivative.round(4).tolist()
        ([-1.0, 0.0, 0.4621], [0.0, 1.0, 0.7864])
    """
    raise NotImplementedError


def gelu(x: np.ndarray, approximate: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Gaussian error linear unit.

    Args:
        x: float array of any shape with at least one dimension.
        approximate: False for the exact form with erf, True for the one with
            tanh (GPT-2's). The derivative is that of the form that was asked
            for.

    Returns:
        (y, derivative): two arrays of the shape and dtype of ``x``.

    Examples:
        >>> y, derivative = gelu(np.array([-2.0, 0.0, 1.0]))
        >>> y.round(5).tolist(), derivative.round(5).tolist()
        ([-0.0455, 0.0, 0.84134], [-0.08523, 0.5, 1.08332])
        >>> y, derivative = gelu(
        ...     np.array([-2.0, 0.0, 1.0]), approximate=True
        ... )
        >>> y.round(5).tolist(), derivative.round(5).tolist()
        ([-0.0454, 0.0, 0.84119], [-0.0861, 0.5, 1.08296])
    """
    raise NotImplementedError


def silu(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sigmoid linear unit, also called swish.

    Args:
        x: float array of any shape with at least one dimension.

    Returns:
        (y, derivative): two arrays of the shape and dtype of ``x``.

    Examples:
        >>> y, derivative = silu(np.array([-1.0, 0.0, 1000.0]))
        >>> y.round(4).tolist(), derivative.round(4).tolist()
        ([-0.2689, 0.0, 1000.0], [0.0723, 0.5, 1.0])
    """
    raise NotImplementedError
