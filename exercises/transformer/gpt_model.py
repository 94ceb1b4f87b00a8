"""GPT-2, whole: embeddings, causal blocks, a last norm, and a head that is the
token embedding once more.

A language model turns T token ids into logits of the next token at each of the
T positions. With the embedding matrices E of shape (V, D) for tokens and P of
shape (C, D) for positions:

    x_t    = E[token_t] + P[t]                      (B, T, D)
    x      = block(x) for each of the L blocks, causal
    logits = norm(x) E^T                            (B, T, V)

E is used twice, at both ends. This weight tying saves V D parameters, nearly a
third of GPT-2 small, and a gradient reaches the vector of a token from where
it is read and from where it is predicted.

All L blocks write into one residual stream, twice each, so its variance at the
start would grow with depth. GPT-2 keeps it level by its initialization: every
weight of a linear layer and of an embedding is drawn from a normal
distribution of standard deviation 0.02, except those that write into the
stream, `attention.out` and `feed_forward.fc2` of each block, which have
0.02 / sqrt(2 L).

Conventions:

- **Block**: given, pre-norm, with a mask that is handed to `forward`. A
  position may attend to itself and to those before it.
- **State dict**: ``token_embedding.weight`` (V, D), ``position_embedding
  .weight`` (C, D), the blocks below ``blocks.0``, ``blocks.1`` and so on, and
  ``norm.weight`` and ``norm.bias`` of the last `nn.LayerNorm`. Whether the
  shared matrix is listed a second time, as ``head.weight``, is up to you. The
  head has no bias.
- **Initialization**: biases are 0, norms as torch makes them (gains of 1).
- **Length**: T may be anything from 1 to the context length C.
- **Scale**: embeddings are added as they are. (Vaswani et al. multiply them by
  sqrt(D).) No softmax: logits come out.
"""

import torch
import torch.nn.functional as F
from torch import nn


# given
class SelfAttention(nn.Module):
    """Multi-head attention of a sequence to itself.

    Examples:
        >>> mask = torch.ones(3, 3, dtype=torch.bool)
        >>> list(SelfAttention(4, 2)(torch.zeros(1, 3, 4), mask).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.out = nn.Linear(d_model, d_model)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Mask: boolean, True = may attend, broadcasts to (B, H, T, T)."""
        n_batch, n, d_model = x.shape
        heads = self.qkv(x).view(n_batch, n, 3, self.n_heads, -1)
        q, k, v = heads.permute(2, 0, 3, 1, 4)  # each (B, H, T, D / H)
        h = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out(h.transpose(1, 2).reshape(n_batch, n, d_model))


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
class Block(nn.Module):
    """A pre-norm transformer block.

    Examples:
        >>> mask = torch.ones(3, 3, dtype=torch.bool)
        >>> list(Block(4, 2)(torch.zeros(1, 3, 4), mask).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.norm1 = nn.LayerNorm(d_model)
        self.attention = SelfAttention(d_model, n_heads)
        self.norm2 = nn.LayerNorm(d_model)
        self.feed_forward = FeedForward(d_model)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        x = x + self.attention(self.norm1(x), mask)
        return x + self.feed_forward(self.norm2(x))


class GPT(nn.Module):
    """A decoder-only language model.

    Args:
        vocab_size: V.
        n_context: C, the largest number of tokens.
        n_layers: L, at least 1.
        d_model: D.
        n_heads: the heads of each block, a divisor of D.

    Examples:
        >>> model = GPT(11, 5, n_layers=2, d_model=4, n_heads=2)
        >>> list(model(torch.tensor([[1, 10, 0], [2, 2, 7]])).shape)
        [2, 3, 11]
        >>> sum(p.numel() for p in model.parameters())
        560
    """

    def __init__(self, vocab_size: int, n_context: int, n_layers: int, d_model: int, n_heads: int):
        raise NotImplementedError

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """The logits of the next token at each position.

        Args:
            tokens: int64 tensor of shape (B, T), ids from 0 to V - 1.

        Returns:
            A tensor of shape (B, T, V).

        Raises:
            ValueError: if T is above the context length.
        """
        raise NotImplementedError


def count_parameters(vocab_size: int, n_context: int, n_layers: int, d_model: int) -> int:
    """The number of parameters of a `GPT`, without making one.

    Args:
        vocab_size: V.
        n_context: C.
        n_layers: L.
        d_model: D.

    Returns:
        An integer; the shared matrix counts once.

    Examples:
        >>> count_parameters(50257, 1024, 12, 768)
        124439808
    """
    raise NotImplementedError
