"""Prefix tuning: trained keys and values that every layer of a frozen model
attends to.

Prompt tuning puts vectors in front of the input alone. Prefix tuning (Li and
Liang 2021) gives each of the L layers P keys and values of its own, for each
of the H heads; queries attend to them as to any position before them.
Training the keys and values directly is unstable, so they are
reparameterised: a table of P rows goes through a small network, which is
thrown away after training.

    table                                               (P, D_embed)
    hidden = tanh(table W1^T + b1)                      (P, D_hidden)
    out    = hidden W2^T + b2                           (P, L * 2 * H * E)

With E features a head, each row of `out` holds, from the slowest to the
fastest index: the layer, key or value (keys first), the head, the feature. In
each layer attention is then, for one head,

    keys   = [prefix keys;   K]                         (P + S, E)
    values = [prefix values; V]                         (P + S, E)
    output = softmax(Q keys^T / sqrt(E)) values         (T, E)

Conventions:

- **Mask**: True where a query may attend to one of the S positions. The prefix
  isn't in it: every query may attend to all of it, always. Where a query may
  attend to nothing else, the prefix alone counts.
- **Batch**: all B sequences share the prefix.
- **State dict**: exactly `table.weight` (an `nn.Embedding`'s), `fc1.weight`,
  `fc1.bias`, `fc2.weight` and `fc2.bias`, laid out as in `nn.Linear`.
"""

import torch
from torch import nn


class PrefixEncoder(nn.Module):
    """The reparameterised prefixes of all layers.

    Args:
        n_layers, n_heads, d_head: L, H and E.
        n_prefix: P, the length of the prefix.
        d_embed, d_hidden: the widths of the table and of the network.

    Examples:
        >>> encoder = PrefixEncoder(2, 3, 4, 5, d_embed=6, d_hidden=7)
        >>> list(encoder().shape)
        [2, 2, 3, 5, 4]
        >>> list(encoder.fc2.weight.shape)
        [48, 7]
    """

    def __init__(self, n_layers: int, n_heads: int, d_head: int, n_prefix: int, d_embed: int, d_hidden: int):
        raise NotImplementedError

    def forward(self) -> torch.Tensor:
        """Keys and values of all layers.

        Returns:
            A tensor of shape (L, 2, H, P, E): [i, 0] are the keys of layer i,
            [i, 1] its values. It is differentiable with respect to all
            parameters.
        """
        raise NotImplementedError


def prefix_attention(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    prefix: torch.Tensor,
    mask: torch.Tensor,
) -> torch.Tensor:
    """Attention of one layer, to its prefix and its positions.

    Args:
        query: shape (B, H, T, E).
        key: shape (B, H, S, E).
        value: shape (B, H, S, E).
        prefix: the layer's keys and values, shape (2, H, P, E).
        mask: bool tensor of shape (B, T, S), True = may attend.

    Returns:
        A tensor of shape (B, H, T, E), differentiable with respect to the
        prefix and all other float tensors.

    Examples:
        >>> query = torch.zeros(1, 1, 2, 1)
        >>> key, value = torch.zeros(1, 1, 2, 1), torch.ones(1, 1, 2, 1)
        >>> prefix = torch.tensor([[[[0.0], [0.0]]], [[[4.0], [7.0]]]])
        >>> mask = torch.tensor([[[True, False], [True, True]]])
        >>> prefix_attention(query, key, value, prefix, mask).tolist()
        [[[[4.0], [3.25]]]]
    """
    raise NotImplementedError
