"""The GRU cell: two gates, one state, and the choice between old and new.

The gated recurrent unit came with the first neural translators. It does with
one state and two gates what the LSTM does with two and three: a share z of
the old state is kept, and the rest is filled with a new value n that may
look at the old state through the gate r. With the input x of D features and
the state h of H units before the step, make

    a = W_x x + b_x         and         u = W_h h + b_h

of 3H entries each, cut both into three blocks of H in the order r, z, n, and

    r = sigmoid(a_r + u_r)              reset gate
    z = sigmoid(a_z + u_z)              update gate
    n = tanh(a_n + r * u_n)             the new value
    h' = (1 - z) * n + z * h

Two things are done in two ways, and this is torch's and cuDNN's way for both:

- **r is applied after the product**: to u_n = W_hn h + b_hn, the bias
  included, so that there are two biases that can't be joined. Cho et al. 2014
  multiply h by r first, W_hn (r * h), as Keras does with reset_after=False.
- **z is the share of the old state**, as in Cho et al. 2014. Chung et al. 2014
  have it the other way around, (1 - z) * h + z * n.

Other conventions:

- **Batch first**: x has the shape (B, T, D), and a batch of rows x becomes
  x W_x^T.
- **Start**: without h0 the state before the first step is zeros.
- **T of 0**: no states, and the final state is the one it started from.
- **Large sums**: gates are 0 or 1 there, never nan. numpy's warnings of an
  overflow do no harm.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np


def gru_step(
    x: np.ndarray,
    h: np.ndarray,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b_x: np.ndarray,
    b_h: np.ndarray,
) -> np.ndarray:
    """The state after one step.

    Args:
        x: the inputs of this step, shape (B, D).
        h: the states before it, shape (B, H).
        w_x: shape (3H, D).
        w_h: shape (3H, H).
        b_x: shape (3H,).
        b_h: shape (3H,).

    Returns:
        The states after it, shape (B, H).

    Examples:
        >>> x, h = np.array([[1.0]]), np.array([[3.0]])
        >>> w_x, w_h = np.array([[0.0], [0.0], [1.0]]), np.zeros((3, 1))
        >>> b_x, b_h = np.zeros(3), np.array([0.0, 0.0, -2.0])
        >>> gru_step(x, h, w_x, w_h, b_x, b_h).tolist()
        [[1.5]]
    """
    raise NotImplementedError


def gru_forward(
    x: np.ndarray,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b_x: np.ndarray,
    b_h: np.ndarray,
    h0: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """All states of a sequence.

    Args:
        x: shape (B, T, D).
        w_x: shape (3H, D).
        w_h: shape (3H, H).
        b_x: shape (3H,).
        b_h: shape (3H,).
        h0: the states before the first step, shape (B, H), or None.

    Returns:
        The states after each step, shape (B, T, H), and the final state,
        shape (B, H).

    Examples:
        >>> w_x, w_h = np.array([[0.0], [0.0], [9.0]]), np.zeros((3, 1))
        >>> states, final = gru_forward(
        ...     np.ones((1, 3, 1)), w_x, w_h, np.zeros(3), np.zeros(3)
        ... )
        >>> states.round(3).tolist(), final.round(3).tolist()
        ([[[0.5], [0.75], [0.875]]], [[0.875]])
    """
    raise NotImplementedError
