"""The LSTM cell: a memory that is added to, and gates that guard it.

A plain recurrent cell squashes its state at every step, and what it read long
ago fades, its gradient too. The long short-term memory keeps a cell state c
that is only multiplied by a gate and added to: with the forget gate at 1 and
the input gate at 0 it is carried along unchanged. It led speech recognition
and translation until the transformer, and xLSTM has taken it up again.

With the input x of D features and the state (h, c) of H units before the step,
all four gates are made at once, z = W_x x + W_h h + b of 4H entries, and cut
into four blocks of H:

    i = sigmoid(z[0:H])         input gate: how much is written
    f = sigmoid(z[H:2H])        forget gate: how much is kept
    g = tanh(z[2H:3H])          what would be written
    o = sigmoid(z[3H:4H])       output gate: how much is shown
    c' = f * c + i * g
    h' = o * tanh(c')

Conventions:

- **Order of the gates**: i, f, g, o, as in torch. Keras has the same order
  (it calls g the candidate c), other code has i, o, f, g or another one.
- **Batch first**: x has the shape (B, T, D), and a batch of rows x becomes
  x W_x^T. One bias b; torch has two, which are added.
- **Start**: without a state, h and c are zeros before the first step.
- **T of 0**: no outputs, and the final state is the one it started from.
- **Large z**: gates are 0 or 1 there, never nan. numpy's warnings of an
  overflow do no harm.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np

State = tuple[np.ndarray, np.ndarray]


def lstm_step(
    x: np.ndarray,
    state: State,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b: np.ndarray,
) -> State:
    """The state after one step.

    Args:
        x: the inputs of this step, shape (B, D).
        state: (h, c) before it, each of shape (B, H).
        w_x: shape (4H, D).
        w_h: shape (4H, H).
        b: shape (4H,).

    Returns:
        (h', c') after it, each of shape (B, H).

    Examples:
        >>> x, state = np.ones((1, 1)), (np.zeros((1, 1)), np.ones((1, 1)))
        >>> w_x = np.array([[0.0], [9.0], [0.0], [0.0]])
        >>> h, c = lstm_step(x, state, w_x, np.zeros((4, 1)), np.zeros(4))
        >>> h.round(3).tolist(), c.round(3).tolist()
        ([[0.381]], [[1.0]])
    """
    raise NotImplementedError


def lstm_forward(
    x: np.ndarray,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b: np.ndarray,
    state: State | None = None,
) -> tuple[np.ndarray, State]:
    """The outputs of a sequence, and the state that it ends in.

    Args:
        x: shape (B, T, D).
        w_x: shape (4H, D).
        w_h: shape (4H, H).
        b: shape (4H,).
        state: (h, c) before the first step, each of shape (B, H), or None.

    Returns:
        h after each step, shape (B, T, H), and the final (h, c).

    Examples:
        >>> x = np.ones((1, 2, 1))
        >>> w_x = np.array([[0.0], [9.0], [1.0], [9.0]])
        >>> outputs, (h, c) = lstm_forward(
        ...     x, w_x, np.zeros((4, 1)), np.zeros(4)
        ... )
        >>> outputs.round(3).tolist(), c.round(3).tolist()
        ([[[0.363], [0.642]]], [[0.762]])
    """
    raise NotImplementedError
