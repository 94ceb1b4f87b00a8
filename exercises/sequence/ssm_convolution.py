"""A state-space layer as one long convolution.

S4 and its relatives run as a recurrence when they generate, a step at a time,
and as a convolution when they are trained, all steps at once. Both are the
same map. A layer has D channels, each with N state entries of its own and a
diagonal Abar:

    x_t = Abar x_{t-1} + Bbar u_t       entry by entry, x_0 = 0 before t = 1
    y_t = sum_n C_n x_{t,n} + D u_t

Unrolled, the state is a sum over all inputs so far, each faded by its age,
and so the output of a channel is a convolution of its input with its kernel,
the response to a single pulse:

    K_l = sum_n C_n Abar_n^l Bbar_n     l = 0, 1, ...
    y_t = sum_l K_l u_{t-l} + D u_t     over l from 0 as long as t - l is
                                        a position of the input

A kernel as long as the sequence costs T^2 products by the sum. By the Fourier
transform it is T log T: transform both, multiply, transform back. But the
product of two discrete transforms of n entries is the circular convolution,
in which u_t beyond the last position comes back in at the first one. With
enough zeros behind both there is nothing that could come back.

Conventions:

- **Output after the update**: y_t has u_t in it, by K_0.
- **Causal**: y_t depends on u_1, ..., u_t only, and y is as long as u.
- **Lengths**: the kernel may be shorter or longer than the input. What it
  would multiply before the first position is 0, what it has beyond T is not
  needed.
- **Fast**: a sequence of 131 072 steps with a kernel as long takes well under
  a second.
- **Abar** is real, of any sign, and may hold zeros; 0^0 is 1.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np


def ssm_kernel(
    a_bar: np.ndarray,
    b_bar: np.ndarray,
    c: np.ndarray,
    length: int,
) -> np.ndarray:
    """The response of each channel to a pulse.

    Args:
        a_bar: shape (D, N).
        b_bar: shape (D, N).
        c: shape (D, N).
        length: L, at least 1.

    Returns:
        K_0, ..., K_{L-1} of each channel, shape (L, D).

    Examples:
        >>> half, one = np.array([[0.5]]), np.array([[1.0]])
        >>> ssm_kernel(half, one, 4 * one, 4).ravel().tolist()
        [4.0, 2.0, 1.0, 0.5]
    """
    raise NotImplementedError


def causal_convolution(u: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Each channel convolved with its kernel, in O(T log T).

    Args:
        u: shape (B, T, D).
        kernel: shape (L, D).

    Returns:
        sum over l of kernel[l] u_{t-l}, shape (B, T, D).

    Examples:
        >>> u = np.array([1.0, 0.0, 2.0]).reshape(1, 3, 1)
        >>> kernel = np.array([[3.0], [1.0], [5.0]])
        >>> causal_convolution(u, kernel).ravel().round(6).tolist()
        [3.0, 1.0, 11.0]
    """
    raise NotImplementedError


def ssm_convolution(
    u: np.ndarray,
    a_bar: np.ndarray,
    b_bar: np.ndarray,
    c: np.ndarray,
    d: np.ndarray,
) -> np.ndarray:
    """The outputs of the layer for all steps, from a state of zeros.

    Args:
        u: shape (B, T, D).
        a_bar: shape (D, N).
        b_bar: shape (D, N).
        c: shape (D, N).
        d: what goes past the state, shape (D,).

    Returns:
        y, shape (B, T, D).

    Examples:
        >>> u = np.array([1.0, 0.0, 0.0]).reshape(1, 3, 1)
        >>> half, one = np.array([[0.5]]), np.array([[1.0]])
        >>> y = ssm_convolution(u, half, one, one, np.array([10.0]))
        >>> y.ravel().round(6).tolist()
        [11.0, 0.5, 0.25]
    """
    raise NotImplementedError
