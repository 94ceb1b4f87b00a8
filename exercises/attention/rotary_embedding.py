"""Rotary embedding (RoPE): positions as rotations of queries and keys.

Attention should care how far two tokens are apart, and not where in the text
they stand. Rotary embedding takes the F features of a head in pairs, and turns
pair i of a query or key at position p by the angle p w_i:

    a' = a cos(p w_i) - b sin(p w_i)
    b' = a sin(p w_i) + b cos(p w_i)
    w_i = base^(-2i / F),   i = 0 ... F / 2 - 1

If the query is turned by m w_i and the key by n w_i, their dot product holds
only the difference (m - n) w_i. Nothing is added to the embeddings, the values
stay as they are, and a cached key keeps its rotation for ever. Llama, Mistral,
Qwen and most other open models do it.

Which two features form a pair? There are two layouts in use, and weights
trained with one give nonsense with the other.

- **Pairs** (the paper, Llama's original code): pair i is features 2i and
  2i + 1.
- **Halves** (GPT-NeoX, Hugging Face): pair i is features i and i + F / 2.

The other conventions:

- **Positions** start at 0. With a cache, the tokens at hand aren't the first
  ones: token t stands at position offset + t.
- **Precision**: angles and tables are computed in float64 and then rounded, so
  that they are right at position 100 000 too, where an angle computed in
  float32 is off in the third digit.
- **Dtype**: a rotated tensor has the dtype of x, whatever that of the tables.
"""

import torch


def rotary_tables(
    n_positions: int, d_head: int, base: float = 10_000.0, dtype: torch.dtype = torch.float32
) -> tuple[torch.Tensor, torch.Tensor]:
    """The cosines and sines of all angles.

    Args:
        n_positions: how many positions the tables hold, from 0 on.
        d_head: F, the number of features of a head.
        base: greater than 1; it sets the slowest rotation.
        dtype: the floating dtype of the tables.

    Returns:
        (cos, sin), each of shape (n_positions, F / 2): row p holds the cosines
        or sines of p w_0 ... p w_(F / 2 - 1).

    Raises:
        ValueError: if ``d_head`` is odd.

    Examples:
        >>> cos, sin = rotary_tables(2, 4, base=100.0)
        >>> [[round(c, 4) for c in row] for row in cos.tolist()]
        [[1.0, 1.0], [0.5403, 0.995]]
        >>> [[round(s, 4) for s in row] for row in sin.tolist()]
        [[0.0, 0.0], [0.8415, 0.0998]]
    """
    raise NotImplementedError


def apply_rotary(
    x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor, offset: int | torch.Tensor = 0, halves: bool = False
) -> torch.Tensor:
    """Queries or keys, turned by the angles of their positions.

    Args:
        x: shape (B, H, T, F).
        cos: shape (n_positions, F / 2), from `rotary_tables`.
        sin: of the same shape.
        offset: the position of the first token: an int, or an integer tensor
            of shape (B,) when each sequence has a cache of its own length.
        halves: False for the layout in pairs, True for the layout in halves.

    Returns:
        A tensor of the shape and dtype of x, differentiable with respect to x.

    Raises:
        ValueError: if a token would stand at a negative position, or at one
            beyond the tables.

    Examples:
        >>> cos = torch.tensor([[1.0, 1.0], [0.0, 1.0]])
        >>> sin = torch.tensor([[0.0, 0.0], [1.0, 0.0]])
        >>> x = torch.tensor(
        ...     [[[[1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]]]]
        ... )
        >>> apply_rotary(x, cos, sin).tolist()
        [[[[1.0, 2.0, 3.0, 4.0], [-2.0, 1.0, 3.0, 4.0]]]]
        >>> apply_rotary(x, cos, sin, halves=True).tolist()
        [[[[1.0, 2.0, 3.0, 4.0], [-3.0, 2.0, 1.0, 4.0]]]]
        >>> apply_rotary(x[:, :, :1], cos, sin, offset=1).tolist()
        [[[[-2.0, 1.0, 3.0, 4.0]]]]
    """
    raise NotImplementedError


def pairs_to_halves(weight: torch.Tensor, n_heads: int) -> torch.Tensor:
    """The weight or bias of q_proj or k_proj, reordered from the layout in
    pairs to the layout in halves.

    If both projections of a model in pairs are reordered, the model in halves
    has the same logits.

    Args:
        weight: shape (H * F, D_in) as in `nn.Linear`, or a bias of shape
            (H * F,). Head h owns the rows h * F to (h + 1) * F - 1.
        n_heads: H; it divides the number of rows, and F is even.

    Returns:
        A tensor of the same shape and dtype: in each head, the first members
        of all pairs, then the second ones.

    Examples:
        >>> pairs_to_halves(
        ...     torch.tensor([0, 1, 2, 3, 4, 5, 6, 7]), 2
        ... ).tolist()
        [0, 2, 1, 3, 4, 6, 5, 7]
        >>> pairs_to_halves(
        ...     torch.tensor([[0, 0], [1, 10], [2, 20], [3, 30]]), 1
        ... ).tolist()
        [[0, 0], [2, 20], [1, 10], [3, 30]]
    """
    raise NotImplementedError
