"""The recurrent cell: one small network, applied at every step of a sequence.

A recurrent network reads a sequence with a state of fixed size, the memory of
all that it has read. The same weights are used at every step, whatever the
length. Elman's cell of 1990 is the plain one, today with tanh; LSTM, GRU and
the state-space layers are other rules for the same loop:

    h_t = tanh(W_x x_t + W_h h_{t-1} + b)

with the input x_t of D features, the state h_t of H units, W_x of shape
(H, D), W_h of shape (H, H) and b of shape (H,). Unrolled over time, the
states after every step are the layer's output, and the last of them is what
the next piece of the sequence starts from.

Conventions:

- **Batch first**: x has the shape (B, T, D). torch.nn.RNN reads (T, B, D)
  unless it is told ``batch_first=True``.
- **Weights** are stored as torch does, outputs by inputs: a batch of rows x
  becomes x W_x^T. One bias b; torch has two, which are added.
- **Start**: without h0 the state before the first step is zeros.
- **T of 0**: no states, and the final state is the one it started from.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np


def rnn_step(
    x: np.ndarray,
    h: np.ndarray,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b: np.ndarray,
) -> np.ndarray:
    """The state after one step.

    Args:
        x: the inputs of this step, shape (B, D).
        h: the states before it, shape (B, H).
        w_x: shape (H, D).
        w_h: shape (H, H).
        b: shape (H,).

    Returns:
        The states after it, shape (B, H).

    Examples:
        >>> x, h = np.array([[1.0]]), np.array([[2.0, 0.0]])
        >>> w_x, w_h = np.array([[0.5], [0.0]]), np.eye(2)[::-1]
        >>> rnn_step(x, h, w_x, w_h, np.zeros(2)).round(4).tolist()
        [[0.4621, 0.964]]
    """
    raise NotImplementedError


def rnn_forward(
    x: np.ndarray,
    w_x: np.ndarray,
    w_h: np.ndarray,
    b: np.ndarray,
    h0: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """All states of a sequence.

    Args:
        x: shape (B, T, D).
        w_x: shape (H, D).
        w_h: shape (H, H).
        b: shape (H,).
        h0: the states before the first step, shape (B, H), or None.

    Returns:
        The states after each step, shape (B, T, H), and the final state,
        shape (B, H).

    Examples:
        >>> x = np.array([[[1.0], [0.0], [0.0]]])
        >>> one = np.ones((1, 1))
        >>> states, final = rnn_forward(x, one, one, np.zeros(1))
        >>> states.round(3).tolist(), final.round(3).tolist()
        ([[[0.762], [0.642], [0.566]]], [[0.566]])
    """
    raise NotImplementedError
