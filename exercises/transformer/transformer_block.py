"""A transformer block with the norm before or after its two sublayers, and the
stack of such blocks.

A block adds two updates to the features that flow through the model, the
residual stream: what attention has collected from other positions, and what
the feed-forward network makes of it. Where the normalization stands decides
how deep one can go. Vaswani et al. 2017 and BERT normalize after each
addition (post-norm); GPT-2, Llama and nearly all models since normalize what a
sublayer reads and leave the stream itself alone (pre-norm), so that a gradient
reaches the first block without passing a single norm:

    pre-norm      h = x + drop(attention(norm1(x)))
                  y = h + drop(feed_forward(norm2(h)))

    post-norm     h = norm1(x + drop(attention(x)))
                  y = norm2(h + drop(feed_forward(h)))

The stream of a pre-norm model is a sum that grows from block to block. So
after its last block stands one more norm, which a post-norm model doesn't
need.

Conventions:

- **Sublayers** are given, `SelfAttention` and `FeedForward`, without dropout.
- **Dropout** acts on the output of each sublayer before it is added, in
  training mode only: each number becomes 0 with probability p and is
  multiplied by 1 / (1 - p) otherwise, independently of all others.
- **Norms** are `nn.LayerNorm` over the D features, as torch makes them.
- **State dict**: a block has exactly the keys of ``norm1``, ``attention``,
  ``norm2`` and ``feed_forward`` (``norm1.weight`` and so on). A stack has its
  blocks below ``blocks.0``, ``blocks.1`` and so on, and with pre-norm the
  last norm, ``norm``. Each block has parameters of its own.
"""

import torch
import torch.nn.functional as F
from torch import nn


# given
class SelfAttention(nn.Module):
    """Multi-head attention of a sequence to itself.

    Examples:
        >>> list(SelfAttention(4, 2)(torch.zeros(1, 3, 4)).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.out = nn.Linear(d_model, d_model)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Mask: boolean, True = may attend, broadcasts to (B, H, T, T)."""
        n_batch, n, d_model = x.shape
        heads = self.qkv(x).view(n_batch, n, 3, self.n_heads, -1)
        q, k, v = heads.permute(2, 0, 3, 1, 4)  # each (B, H, T, D / H)
        h = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out(h.transpose(1, 2).reshape(n_batch, n, d_model))


# given
class FeedForward(nn.Module):
    """Two linear layers with a GELU between them.

    Examples:
        >>> list(FeedForward(4, 8)(torch.zeros(1, 3, 4)).shape)
        [1, 3, 4]
    """

    def __init__(self, d_model: int, d_hidden: int):
        super().__init__()
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_model)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class TransformerBlock(nn.Module):
    """Attention and a feed-forward network on a residual stream.

    Args:
        d_model: D.
        n_heads: the number of heads of the attention, a divisor of D.
        d_hidden: the width of the feed-forward network.
        dropout: p, 0 <= p < 1.
        pre_norm: whether the norms stand before the sublayers or after the
            additions.

    Examples:
        >>> x, outputs = torch.tensor([[[1.0, 3.0]]]), []
        >>> for pre_norm in (True, False):
        ...     block = TransformerBlock(2, 1, 4, pre_norm=pre_norm)
        ...     for name, parameter in block.named_parameters():
        ...         if "norm" not in name:
        ...             _ = nn.init.zeros_(parameter)
        ...     outputs.append(block(x)[0, 0])
        >>> [[round(y, 2) for y in output.tolist()] for output in outputs]
        [[1.0, 3.0], [-1.0, 1.0]]
    """

    def __init__(self, d_model: int, n_heads: int, d_hidden: int, dropout: float = 0.0, pre_norm: bool = True):
        raise NotImplementedError

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """One block's output.

        Args:
            x: shape (B, T, D).
            mask: handed on to the attention.

        Returns:
            A tensor of shape (B, T, D).
        """
        raise NotImplementedError


class TransformerStack(nn.Module):
    """Blocks one after the other, with the last norm that pre-norm needs.

    Args:
        n_layers: the number of blocks, at least 1.
        d_model: as in `TransformerBlock`, like all that follow.
        n_heads: the heads of each block.
        d_hidden: the width of each feed-forward network.
        dropout: p.
        pre_norm: where the norms stand.

    Examples:
        >>> stack = TransformerStack(2, 4, 2, 8)
        >>> len(stack.state_dict()), list(stack(torch.zeros(1, 3, 4)).shape)
        (26, [1, 3, 4])
    """

    def __init__(
        self,
        n_layers: int,
        d_model: int,
        n_heads: int,
        d_hidden: int,
        dropout: float = 0.0,
        pre_norm: bool = True,
    ):
        raise NotImplementedError

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """The output after the last block, and after the last norm if any.

        Args:
            x: shape (B, T, D).
            mask: handed on to every block.

        Returns:
            A tensor of shape (B, T, D).
        """
        raise NotImplementedError
