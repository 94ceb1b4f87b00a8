"""A state-space layer: a linear differential equation, read one sample a step.

S4 and Mamba carry their memory in a linear system. Between the samples it
would follow

    dx/dt = A x + B u           y = C x + D u

with an input u and an output y, both numbers, a state x of N entries, and a
diagonal A, so that the entries don't see each other: A, B and C are vectors
of N numbers, and the products with A and B go entry by entry.

Zero-order hold: u stands still for the time delta of a sample. Then the
equation is solved exactly over a sample, entry by entry:

    Abar_n = exp(delta A_n)
    Bbar_n = (exp(delta A_n) - 1) / A_n * B_n       delta B_n if A_n is 0

and what is left is a recurrence, the scan:

    x_t = Abar x_{t-1} + Bbar u_t
    y_t = sum_n C_n x_{t,n} + D u_t

Linear, so that it can also be run as a convolution or as a parallel scan;
here it is the loop.

Conventions:

- **Order**: the output is read after the update, so that u_t is in y_t by way
  of the state, too.
- **Bbar** is the exact one. Mamba's code has delta B in its place.
- **Small delta A**: Bbar is right to 9 digits however small delta A_n is.
- **A** is real, of any sign, and may hold zeros.
- **T of 0**: no outputs, and the final state is the one it started from.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np


def discretize(
    a: np.ndarray,
    b: np.ndarray,
    delta: float,
) -> tuple[np.ndarray, np.ndarray]:
    """The recurrence of a sampled system, by zero-order hold.

    Args:
        a: the diagonal of A, shape (N,).
        b: shape (N,).
        delta: the time of one sample, positive.

    Returns:
        Abar and Bbar, each of shape (N,).

    Examples:
        >>> a, b = np.array([-1.0, 0.0]), np.array([2.0, 2.0])
        >>> a_bar, b_bar = discretize(a, b, 0.5)
        >>> a_bar.round(4).tolist(), b_bar.round(4).tolist()
        ([0.6065, 1.0], [0.7869, 1.0])
    """
    raise NotImplementedError


def ssm_scan(
    u: np.ndarray,
    a_bar: np.ndarray,
    b_bar: np.ndarray,
    c: np.ndarray,
    d: float = 0.0,
    x0: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Run the recurrence over a sequence.

    Args:
        u: the inputs, shape (T,).
        a_bar: shape (N,).
        b_bar: shape (N,).
        c: shape (N,).
        d: the share of the input that goes past the state.
        x0: the state before the first step, shape (N,); zeros for None.

    Returns:
        The outputs y, shape (T,), and the final state, shape (N,).

    Examples:
        >>> u = np.array([1.0, 0.0, 0.0])
        >>> half, one = np.array([0.5]), np.array([1.0])
        >>> y, x = ssm_scan(u, half, one, one, d=10.0)
        >>> y.tolist(), x.tolist()
        ([11.0, 0.5, 0.25], [0.25])
    """
    raise NotImplementedError
