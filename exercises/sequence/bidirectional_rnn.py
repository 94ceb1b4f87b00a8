"""A bidirectional RNN: read from both sides, and mind the padding.

A recurrent network knows at each position only what came before. Where the
whole sequence is there before any output is needed, for tagging, for speech,
in ELMo, a second network of its own weights reads it from the end, and each
position has the states of both:

    ahead_t = tanh(W_x x_t + W_h ahead_{t-1} + b)       t = 1, 2, ..., n
    back_t  = tanh(V_x x_t + V_h back_{t+1} + c)        t = n, n - 1, ..., 1
    output_t = (ahead_t, back_t)                        2H entries

from states of zeros on either side. As a summary of the sequence serve the
two states that have read all of it, (ahead_n, back_1): the forward one at the
last position, the backward one at the first.

In a batch the sequences have different lengths n and are padded at the end to
T positions. The forward network only meets the padding when it is through.
But a padded row that is simply flipped begins with its padding, and the
backward network would start on that. So each row is reversed within its own
length, and the outputs are brought back in the same way.

Conventions:

- **Batch first**: x has the shape (B, T, D).
- **Padding** doesn't matter: outputs at real positions, and the summary, are
  those of each row alone. The outputs at padded positions are zeros, as
  ``pad_packed_sequence`` gives them. (Nothing of ``torch.nn.utils.rnn`` is
  to be used here.)
- **Order**: forward first, then backward, in outputs and summary.
- **Lengths** are from 1 to T.
- **Tensors** are float32; those handed in are not changed.
"""

import torch


# given
def run_rnn(
    x: torch.Tensor,
    w_x: torch.Tensor,
    w_h: torch.Tensor,
    b: torch.Tensor,
) -> torch.Tensor:
    """The states of one network after each of T positions.

    Args:
        x: shape (B, T, D).
        w_x: shape (H, D).
        w_h: shape (H, H).
        b: shape (H,).

    Returns:
        Shape (B, T, H).

    Examples:
        >>> x, one = torch.ones(1, 2, 1), torch.ones(1, 1)
        >>> states = run_rnn(x, one, one, torch.zeros(1))
        >>> [round(h, 3) for h in states.flatten().tolist()]
        [0.762, 0.943]
    """
    h = x.new_zeros(x.shape[0], w_h.shape[0])
    states = []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ w_x.T + h @ w_h.T + b)
        states.append(h)
    return torch.stack(states, dim=1)


def reverse_padded(x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Each row reversed within its own length; its padding stays in place.

    Args:
        x: shape (B, T, D).
        lengths: int64, shape (B,).

    Returns:
        Shape (B, T, D).

    Examples:
        >>> x = torch.tensor([[1.0, 2.0, 0.0, 9.0], [1.0, 2.0, 3.0, 4.0]])
        >>> found = reverse_padded(x[:, :, None], torch.tensor([2, 4]))
        >>> found[:, :, 0].tolist()
        [[2.0, 1.0, 0.0, 9.0], [4.0, 3.0, 2.0, 1.0]]
    """
    raise NotImplementedError


def bidirectional_rnn(
    x: torch.Tensor,
    lengths: torch.Tensor,
    forward_weights: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    backward_weights: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
) -> tuple[torch.Tensor, torch.Tensor]:
    """Both networks over a padded batch.

    Args:
        x: shape (B, T, D).
        lengths: int64, shape (B,).
        forward_weights: (w_x, w_h, b) of shapes (H, D), (H, H) and (H,).
        backward_weights: the same for the network that reads from the end.

    Returns:
        The outputs of shape (B, T, 2H), and the summary of shape (B, 2H).

    Examples:
        >>> x, one = torch.tensor([[[1.0], [0.0], [5.0]]]), torch.ones(1, 1)
        >>> weights = one, one, torch.zeros(1)
        >>> outputs, final = bidirectional_rnn(
        ...     x, torch.tensor([2]), weights, weights
        ... )
        >>> [[round(v, 3) for v in pair] for pair in outputs[0].tolist()]
        [[0.762, 0.762], [0.642, 0.0], [0.0, 0.0]]
        >>> [round(v, 3) for v in final[0].tolist()]
        [0.642, 0.762]
    """
    raise NotImplementedError
