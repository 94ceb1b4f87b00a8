"""Cross-attention: one sequence reads another.

The decoder of a translator asks what to say next, and the answer stands in the
source sentence. So its queries come from its own tokens, and the keys and
values from the encoder's outputs, the memory. Captions read an image in this
way, and speech recognisers a recording. With H heads of D / H features each:

    q    = the heads of q_proj(query)                       (B, H, T, D / H)
    k, v = the heads of k_proj(memory) and v_proj(memory)   (B, H, S, D / H)
    h    = softmax(q k^T / sqrt(D / H)) v                   (B, H, T, D / H)
    output = out_proj(the heads h, merged)                  (B, T, D)

The memory doesn't change while the decoder writes. Its keys and values are
therefore computed once, by `project_memory`, and `attend` uses them at every
step.

Conventions:

- **Heads** are consecutive slices: head h owns the features h * D / H to
  (h + 1) * D / H - 1 of each projection.
- **Parameters**: `q_proj`, `k_proj`, `v_proj` and `out_proj`, each laid out as
  `nn.Linear` with a bias. The state dict has exactly their eight weights and
  biases. `k_proj` and `v_proj` take the features of the memory, of which there
  may be more or fewer than D.
- **No causal mask**: every query sees the whole memory, except its padding.
- **Padding** of the memory has a weight of exactly 0, wherever in a sequence
  it stands and whatever (finite) numbers it holds.
- **A memory that is all padding** gives zeros in every head: the output is the
  bias of `out_proj`. No output and no gradient is nan.
- **One memory for all**: the memory has as many sequences as the queries, or a
  single one that all of them read (the beams of one source sentence).

The module computes in the dtype of its parameters, so `double()` makes it a
float64 module. Logits in the tens of thousands overflow nothing.
"""

import torch
from torch import nn


class CrossAttention(nn.Module):
    """Attention from a sequence of D features to a memory.

    Args:
        d_model: D, the number of features of queries and outputs.
        n_heads: H, the number of heads.
        d_memory: the number of features of the memory; None means D.

    Raises:
        ValueError: if H doesn't divide D.

    Examples:
        >>> attention, state = CrossAttention(2, 1, d_memory=3), {}
        >>> for name, width in [
        ...     ("q_proj", 2),
        ...     ("k_proj", 3),
        ...     ("v_proj", 3),
        ...     ("out_proj", 2),
        ... ]:
        ...     state |= {
        ...         f"{name}.weight": torch.eye(2, width),
        ...         f"{name}.bias": torch.zeros(2),
        ...     }
        >>> _ = attention.load_state_dict(state)
        >>> query = torch.zeros(1, 1, 2)
        >>> memory = torch.tensor([[[1.0, 2.0, 0.0], [3.0, 4.0, 0.0]]])
        >>> attention(query, memory).tolist()
        [[[2.0, 3.0]]]
        >>> attention(query, memory, torch.tensor([[False, True]])).tolist()
        [[[3.0, 4.0]]]
        >>> attention(
        ...     query, memory, torch.tensor([[False, False]])
        ... ).tolist()
        [[[0.0, 0.0]]]
    """

    def __init__(self, d_model: int, n_heads: int, d_memory: int | None = None):
        raise NotImplementedError

    def project_memory(self, memory: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The keys and values of a memory, computed once for all steps of a
        decoder.

        Args:
            memory: shape (B, S, d_memory), S >= 1.

        Returns:
            (k, v), each of shape (B, H, S, D / H).
        """
        raise NotImplementedError

    def attend(
        self, query: torch.Tensor, k: torch.Tensor, v: torch.Tensor, key_is_real: torch.Tensor | None = None
    ) -> torch.Tensor:
        """What each query collects from a projected memory.

        Args:
            query: shape (B, T, D), T >= 1; at a step of a decoder, T is 1.
            k: the keys that `project_memory` gave, shape (B, H, S, D / H) or
                (1, H, S, D / H).
            v: the values that it gave, of the same shape.
            key_is_real: boolean, True where the memory holds a token and False
                where it holds padding, shape (B, S) or (1, S). None means that
                there is no padding.

        Returns:
            A tensor of shape (B, T, D).
        """
        raise NotImplementedError

    def forward(
        self, query: torch.Tensor, memory: torch.Tensor, key_is_real: torch.Tensor | None = None
    ) -> torch.Tensor:
        """What each query collects from the memory.

        Args:
            query: shape (B, T, D), T >= 1.
            memory: shape (B, S, d_memory) or (1, S, d_memory), S >= 1.
            key_is_real: as in `attend`.

        Returns:
            A tensor of shape (B, T, D), differentiable with respect to query,
            memory and the parameters.
        """
        raise NotImplementedError
