"""The transformer as it was first built: an encoder reads, a decoder writes.

Translation, speech recognition (Whisper) and T5 have two sequences. The
encoder sees the whole source at once. The decoder writes the target token by
token: each position sees the target up to itself and, by cross-attention, all
of the source. A decoder layer has three sublayers, each with its residual
connection and a norm after the addition (post-norm):

    x = norm1(x + attention(x, x), causal)
    x = norm2(x + cross_attention(x, memory))
    x = norm3(x + feed_forward(x))

with attention(query, memory): queries come from the first argument, keys and
values from the second one. The memory is what the encoder's last layer gives:

    memory = encoder layers of  E[source] + P              (B, S, D)
    y      = decoder layers of  E[target] + P, with memory (B, T, D)
    logits = y E^T                                         (B, T, V)

Padding at the end of a source is hidden twice: from the encoder's own
attention and from the decoder's cross-attention. Padding at the end of a
target needs no mask, since no token before it sees it.

In training the decoder reads the target itself, shifted by one, so that the
logits at each position are compared with the token that it hasn't seen.

Conventions:

- **State dict**: ``embedding.weight`` E of shape (V, D), one for source,
  target and head; ``positions.weight`` P of shape (C, D), for both; the layers
  below ``encoder.0`` and so on and ``decoder.0`` and so on. A decoder layer
  has exactly ``attention``, ``norm1``, ``cross_attention``, ``norm2``,
  ``feed_forward`` and ``norm3``; norms are `nn.LayerNorm`. How they are
  initialized is up to you.
- **source_real** is True at tokens and False at padding; None means that there
  is none. Every source has a token.
- **Scale**: embeddings are added as they are, nothing is multiplied.
"""

import torch
import torch.nn.functional as F
from torch import nn


# given
class Attention(nn.Module):
    """Multi-head attention of queries to a memory.

    Examples:
        >>> x, memory = torch.zeros(1, 3, 4), torch.zeros(1, 5, 4)
        >>> list(Attention(4, 2)(x, memory).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query: torch.Tensor, memory: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Mask: boolean, True = may attend, broadcasts to (B, H, T, S)."""
        q, k, v = (
            x.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for x in (self.q_proj(query), self.k_proj(memory), self.v_proj(memory))
        )
        h = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out_proj(h.transpose(1, 2).flatten(2))


# given
class FeedForward(nn.Module):
    """Two linear layers with a GELU between them, 4 D features wide.

    Examples:
        >>> list(FeedForward(4)(torch.zeros(1, 3, 4)).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int):
        super().__init__()
        self.fc1 = nn.Linear(d_model, 4 * d_model)
        self.fc2 = nn.Linear(4 * d_model, d_model)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


# given
class EncoderLayer(nn.Module):
    """A layer of the encoder, post-norm.

    Examples:
        >>> list(EncoderLayer(4, 2)(torch.zeros(1, 3, 4), None).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.attention = Attention(d_model, n_heads)
        self.norm1 = nn.LayerNorm(d_model)
        self.feed_forward = FeedForward(d_model)
        self.norm2 = nn.LayerNorm(d_model)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        x = self.norm1(x + self.attention(x, x, mask))
        return self.norm2(x + self.feed_forward(x))


def shift_right(target: torch.Tensor, start_id: int) -> torch.Tensor:
    """What the decoder reads while it learns to write a target.

    Args:
        target: int64 tensor of shape (B, T), T at least 1.
        start_id: the id that stands before every target.

    Returns:
        A new tensor of shape (B, T).

    Examples:
        >>> shift_right(torch.tensor([[5, 6, 7]]), start_id=1).tolist()
        [[1, 5, 6]]
    """
    raise NotImplementedError


class DecoderLayer(nn.Module):
    """A layer of the decoder.

    Args:
        d_model: D.
        n_heads: the heads of both attentions, a divisor of D.

    Examples:
        >>> x, memory = torch.zeros(1, 3, 4), torch.zeros(1, 5, 4)
        >>> list(DecoderLayer(4, 2)(x, memory).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int, n_heads: int):
        raise NotImplementedError

    def forward(self, x: torch.Tensor, memory: torch.Tensor, source_real: torch.Tensor | None = None) -> torch.Tensor:
        """The layer's output at each position of the target.

        Args:
            x: shape (B, T, D).
            memory: shape (B, S, D).
            source_real: bool tensor of shape (B, S).

        Returns:
            A tensor of shape (B, T, D).
        """
        raise NotImplementedError


class EncoderDecoder(nn.Module):
    """Encoder, decoder and the embedding that they share.

    Args:
        vocab_size: V.
        n_context: C, the largest number of tokens of a source or target.
        n_layers: of the encoder and of the decoder.
        d_model: D.
        n_heads: the heads of every attention, a divisor of D.

    Examples:
        >>> model = EncoderDecoder(9, 6, n_layers=1, d_model=4, n_heads=2)
        >>> source = torch.tensor([[3, 4, 5, 2]])
        >>> list(model(source, torch.tensor([[1, 7]])).shape)
        [1, 2, 9]
    """

    def __init__(self, vocab_size: int, n_context: int, n_layers: int, d_model: int, n_heads: int):
        raise NotImplementedError

    def encode(self, source: torch.Tensor, source_real: torch.Tensor | None = None) -> torch.Tensor:
        """The memory of a source.

        Args:
            source: int64 tensor of shape (B, S).
            source_real: bool tensor of shape (B, S).

        Returns:
            A tensor of shape (B, S, D); what stands at padding is up to you.
        """
        raise NotImplementedError

    def decode(
        self, target: torch.Tensor, memory: torch.Tensor, source_real: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The logits of the next token after each position of a target.

        Args:
            target: int64 tensor of shape (B, T), what the decoder reads.
            memory: as from `encode`, shape (B, S, D).
            source_real: bool tensor of shape (B, S).

        Returns:
            A tensor of shape (B, T, V).
        """
        raise NotImplementedError

    def forward(
        self, source: torch.Tensor, target: torch.Tensor, source_real: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The logits of a target that is read beside its source.

        Args:
            source: as in `encode`.
            target: as in `decode`.
            source_real: of the source.

        Returns:
            A tensor of shape (B, T, V).
        """
        raise NotImplementedError
