"""Backpropagation through time, whole and truncated.

A recurrent network unrolled over T steps is a deep network whose layers share
their weights. Backpropagation through it is called through time. For the
plain cell, with a batch of rows,

    h_t = tanh(x_t W_x^T + h_{t-1} W_h^T + b)       t = 1, ..., T

a state reaches the loss directly, with the gradient g_t that is handed in for
it, and by way of the next state. Going from the last step to the first,

    delta_t = (g_t + delta_{t+1} W_h) * (1 - h_t^2)         delta_{T+1} = 0

and every step adds to the gradients of the shared weights:

    dW_x = sum_t delta_t^T x_t          db = sum over t and rows of delta_t
    dW_h = sum_t delta_t^T h_{t-1}      dx_t = delta_t W_x
                                        dh_0 = delta_1 W_h

A long sequence is trained in pieces of k steps: the state goes on from piece
to piece, the gradient doesn't. That is truncated backpropagation, the
``hidden.detach()`` of every recurrent training loop. Then delta_{t+1} counts
as 0 where t is the last step of a piece: t = k, 2k, ...

Each step back multiplies by the Jacobian diag(1 - h_t^2) W_h. So the gradient
of the last state with respect to one long ago shrinks or grows like a power:
it vanishes if the largest singular value of W_h is below 1, and it can
explode only if that is above 1. Near h = 0 the rate is the spectral radius.
That is what gates and gradient clipping are for.

Conventions:

- **Sums**: gradients are summed over the batch, not averaged.
- **Pieces** are counted from the first step; the last one may be shorter.
- **dh_0** is what reaches h_0 within the first piece.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np


# given
def rnn_states(
    x: np.ndarray,
    h0: np.ndarray,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b: np.ndarray,
) -> np.ndarray:
    """The states after each step, shape (B, T, H).

    Examples:
        >>> zero, one = np.zeros((1, 1)), np.ones((1, 1))
        >>> x = np.ones((1, 2, 1))
        >>> rnn_states(x, zero, one, zero, np.zeros(1)).round(3).tolist()
        [[[0.762], [0.762]]]
    """
    states = []
    h = h0
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ w_x.T + h @ w_h.T + b)
        states.append(h)
    return np.stack(states, axis=1)


def rnn_backward(
    x: np.ndarray,
    h0: np.ndarray,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b: np.ndarray,
    d_states: np.ndarray,
    truncate: int | None = None,
) -> dict[str, np.ndarray]:
    """The gradients of all that goes into the network.

    Args:
        x: shape (B, T, D), T at least 1.
        h0: the state before the first step, shape (B, H).
        w_x: shape (H, D).
        w_h: shape (H, H).
        b: shape (H,).
        d_states: g, the gradient of the loss at each state, not counting
            what goes by way of later states, shape (B, T, H).
        truncate: the steps k of a piece, at least 1, or None for no
            truncation.

    Returns:
        The gradients "x", "h0", "w_x", "w_h" and "b", each of the shape of
        that argument.

    Examples:
        >>> zero, one = np.zeros((1, 1)), np.ones((1, 1))
        >>> x, g = np.zeros((1, 3, 1)), np.array([[[0.0], [0.0], [1.0]]])
        >>> arguments = x, zero, one, 0.5 * one, np.zeros(1), g
        >>> rnn_backward(*arguments)["x"].ravel().tolist()
        [0.25, 0.5, 1.0]
        >>> rnn_backward(*arguments, truncate=2)["x"].ravel().tolist()
        [0.0, 0.0, 1.0]
    """
    raise NotImplementedError


def gradient_norms(
    states: np.ndarray,
    w_h: np.ndarray,
    d_last: np.ndarray,
) -> np.ndarray:
    """How much of the last state's gradient arrives at each state.

    Args:
        states: h_1, ..., h_T of one sequence, shape (T, H).
        w_h: shape (H, H).
        d_last: the gradient of the loss at h_T, shape (H,).

    Returns:
        The Euclidean norm of the gradient at h_1, ..., h_T, shape (T,); the
        last one is that of d_last.

    Examples:
        >>> norms = gradient_norms(
        ...     np.zeros((4, 2)), 0.5 * np.eye(2), np.array([3.0, 4.0])
        ... )
        >>> norms.tolist()
        [0.625, 1.25, 2.5, 5.0]
    """
    raise NotImplementedError
