"""BERT: an encoder that reads a text from both sides.

A decoder writes, an encoder understands: it may look at the whole text at
every position. BERT and what has come of it embed queries and passages for
search, rerank what was found, and label words and texts. Every token is the
sum of three learnt embeddings, which is normalized before the first block:

    x_t    = norm(E[token_t] + S[segment_t] + P[t])        (B, T, D)
    x      = block(x) for each of the L blocks             (B, T, D)
    pooled = tanh(x_0 W^T + b)                             (B, D)

The first token is [CLS], which stands for no word. What the blocks collect
there describes the whole text, and `pooled` is the input of a classifier.
Sentence embeddings are mostly made in another way, as the mean of x over all
tokens of the text.

Texts of a batch differ in length and are filled up with padding. A token must
not attend to it, or the same text would have another embedding in another
batch.

Conventions:

- **Block**: given, post-norm, with a mask that is handed to `forward`.
- **State dict**: ``token_embedding.weight`` (V, D), ``segment_embedding
  .weight`` (2, D), ``position_embedding.weight`` (C, D), ``norm.weight`` and
  ``norm.bias`` of an `nn.LayerNorm`, the blocks below ``blocks.0``,
  ``blocks.1`` and so on, ``pooler.weight`` (D, D) and ``pooler.bias``. How
  they are initialized is up to you.
- **Padding**: ``real`` is True at tokens and False at padding, which may stand
  anywhere but at position 0, and takes up a position. What comes out at
  padding is up to you. None means that there is none.
- **Segments**: 0 for the first sentence, 1 for the second; None means 0
  everywhere.
- **No causal mask, no last norm**: the blocks end with one.
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
    """A post-norm transformer block.

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
        x = self.norm1(x + self.attention(x, mask))
        return self.norm2(x + self.feed_forward(x))


class BERT(nn.Module):
    """An encoder of token ids.

    Args:
        vocab_size: V.
        n_context: C, the largest number of tokens.
        n_layers: L, at least 1.
        d_model: D.
        n_heads: the heads of each block, a divisor of D.

    Examples:
        >>> model = BERT(11, 6, n_layers=1, d_model=4, n_heads=2)
        >>> hidden, pooled = model(torch.tensor([[1, 5, 2], [1, 7, 2]]))
        >>> list(hidden.shape), list(pooled.shape)
        ([2, 3, 4], [2, 4])
    """

    def __init__(self, vocab_size: int, n_context: int, n_layers: int, d_model: int, n_heads: int):
        raise NotImplementedError

    def forward(
        self, tokens: torch.Tensor, segments: torch.Tensor | None = None, real: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Features of every token and of the text.

        Args:
            tokens: int64 tensor of shape (B, T), T at most C.
            segments: int64 tensor of shape (B, T), 0 or 1.
            real: bool tensor of shape (B, T), False at padding.

        Returns:
            (hidden, pooled), of shapes (B, T, D) and (B, D).
        """
        raise NotImplementedError


def mean_pool(hidden: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """The mean of the features of each text's tokens, without its padding.

    Args:
        hidden: shape (B, T, D), finite.
        real: bool tensor of shape (B, T), at least one True in each row.

    Returns:
        A tensor of shape (B, D).

    Examples:
        >>> hidden = torch.tensor([[[1.0, 2.0], [3.0, 6.0], [9.0, 9.0]]])
        >>> mean_pool(hidden, torch.tensor([[True, True, False]])).tolist()
        [[2.0, 4.0]]
    """
    raise NotImplementedError
