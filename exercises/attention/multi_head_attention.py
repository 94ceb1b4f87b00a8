"""Multi-head attention: several attentions side by side, each in its own slice
of the features.

A single attention averages: a query that needs one thing from one place and
another from elsewhere gets a mixture. With H heads every query attends H
times, each time with queries, keys and values of D / H features, at about the
cost of a single attention over D features:

    q       = the heads of q_proj(query)                    (B, H, T, D / H)
    k, v    = the heads of k_proj(key) and v_proj(value)    (B, H, S, D / H)
    weights = softmax over the keys of q k^T / sqrt(D / H)  (B, H, T, S)
    h       = dropout(weights) v                            (B, H, T, D / H)
    output  = out_proj(the heads h, merged)                 (B, T, D)

Conventions:

- **Heads** are consecutive slices: head h owns the features h * D / H to
  (h + 1) * D / H - 1 of each projection.
- **Parameters**: four projections with a bias, each laid out as in `nn.Linear`
  (x -> x W^T + b, W of shape (D, D)). The state dict has exactly the keys
  `q_proj.weight`, `q_proj.bias`, `k_proj.weight`, `k_proj.bias`,
  `v_proj.weight`, `v_proj.bias`, `out_proj.weight` and `out_proj.bias`. How
  they are initialised is up to you.
- **Polarity**: in the boolean mask, True means that the query may attend to
  the key. A blocked key has a weight of exactly 0, however large its logit is.
- **A query that may attend to no key** has weights of zero, and so zeros from
  every head: its output is the bias of `out_proj`. No output and no gradient
  is nan.
- **Dropout** acts on the weights, after the softmax and in training mode only:
  each weight of each head becomes 0 with probability p, independently, and is
  multiplied by 1 / (1 - p) otherwise. Nothing is renormalised.

The module computes in the dtype of its parameters, so `double()` makes it a
float64 module. Logits in the tens of thousands overflow nothing.
"""

import torch
from torch import nn


def split_heads(x: torch.Tensor, n_heads: int) -> torch.Tensor:
    """The heads of x, as a batch axis of their own.

    Args:
        x: features of shape (B, T, D).
        n_heads: H, a divisor of D.

    Returns:
        A tensor of shape (B, H, T, D / H): for head h, the features h * D / H
        to (h + 1) * D / H - 1 of every position.

    Raises:
        ValueError: if H doesn't divide D.

    Examples:
        >>> split_heads(
        ...     torch.tensor([[[1, 2, 3, 4], [5, 6, 7, 8]]]), 2
        ... ).tolist()
        [[[[1, 2], [5, 6]], [[3, 4], [7, 8]]]]
    """
    raise NotImplementedError


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """The inverse of `split_heads`: the heads' features side by side again.

    Args:
        x: heads of shape (B, H, T, F).

    Returns:
        A tensor of shape (B, T, H * F).

    Examples:
        >>> merge_heads(
        ...     torch.tensor([[[[1, 2], [5, 6]], [[3, 4], [7, 8]]]])
        ... ).tolist()
        [[[1, 2, 3, 4], [5, 6, 7, 8]]]
    """
    raise NotImplementedError


class MultiHeadAttention(nn.Module):
    """Attention with H heads, with projections for queries, keys, values and
    the output.

    Args:
        d_model: D, the number of features of queries, keys, values and
            outputs.
        n_heads: H, the number of heads.
        dropout: p, the probability that a weight is dropped in training mode,
            0 <= p < 1.

    Raises:
        ValueError: if H doesn't divide D.

    Examples:
        >>> attention, state = MultiHeadAttention(2, 1), {}
        >>> for name in ["q_proj", "k_proj", "v_proj", "out_proj"]:
        ...     state |= {
        ...         f"{name}.weight": torch.eye(2),
        ...         f"{name}.bias": torch.zeros(2),
        ...     }
        >>> _ = attention.load_state_dict(state)
        >>> x = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])
        >>> [
        ...     [round(feature, 3) for feature in position]
        ...     for position in attention(x, x, x)[0].tolist()
        ... ]
        [[0.67, 0.33], [0.33, 0.67]]
        >>> attention(
        ...     x, x, x, mask=torch.tensor([[False, True], [False, False]])
        ... ).tolist()
        [[[0.0, 1.0], [0.0, 0.0]]]
    """

    def __init__(self, d_model: int, n_heads: int, dropout: float = 0.0):
        raise NotImplementedError

    def forward(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """What each query collects from the values.

        Args:
            query: shape (B, T, D).
            key: shape (B, S, D), S >= 1.
            value: shape (B, S, D), one for each key.
            mask: boolean, True = may attend, with two to four axes that
                broadcast to (B, H, T, S): (T, S) for all, (B, 1, T, S) for
                each sequence, (B, 1, 1, S) for padding. None lets every query
                attend to every key.

        Returns:
            A tensor of shape (B, T, D), differentiable with respect to query,
            key, value and the parameters, in training mode too.
        """
        raise NotImplementedError
