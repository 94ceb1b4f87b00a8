"""Sliding-window attention: each token sees the last W tokens, and the cache
is a ring of W slots.

Causal attention over a long text costs T^2 time, and its cache grows with
every token. Most of what a token needs stands close by. With a window of W
tokens, the token at position p attends to the positions p - W + 1 to p only.
So the cache never holds more than W tokens: the key at position p lies in slot
p % W, where it overwrites the one that has just left the window. What is
further away is not lost, since the layers add up: layer 2 sees outputs of
layer 1 that have themselves seen W tokens. Mistral 7B has W = 4096 and 32
layers.

Conventions:

- **The window counts the token itself**: W = 1 lets a token see itself only.
  It is cut off at the start of the text.
- **Polarity**: in the mask, True means that the query may attend to the key.
- **Alignment**: T queries over S keys, T <= S, are the last T positions: query
  t stands at position S - T + t.
- **Slots**: the token at position p, counted from the very first one, lies in
  slot p % W. What the slots hold that were never written doesn't matter.
- **Logits** are q k^T / sqrt(F), and the softmax goes over the window only.
  Logits of any finite size give the right result, and a key outside the window
  has no influence, even if its logit is the largest.
- **Inference**: nobody differentiates what was computed with a cache.
"""

import torch


def sliding_window_mask(n_queries: int, n_keys: int, window: int) -> torch.Tensor:
    """Which keys each query sees.

    Args:
        n_queries: T, at least 1.
        n_keys: S, at least T.
        window: W, how many tokens a query sees, its own included.

    Returns:
        A boolean tensor of shape (T, S).

    Raises:
        ValueError: if there are fewer keys than queries, or W is below 1.

    Examples:
        >>> sliding_window_mask(4, 4, 2).int().tolist()
        [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]
        >>> sliding_window_mask(2, 5, 3).int().tolist()
        [[0, 1, 1, 1, 0], [0, 0, 1, 1, 1]]
    """
    raise NotImplementedError


def effective_context(n_layers: int, window: int) -> int:
    """How many input tokens, its own included, can influence the output of a
    token far into a text.

    Args:
        n_layers: how many layers of attention are stacked, each with the
            window W; 0 means none.
        window: W, at least 1.

    Returns:
        The number of positions, from the furthest one that can be reached up
        to the token itself.

    Examples:
        >>> effective_context(1, 4), effective_context(2, 4)
        (4, 7)
    """
    raise NotImplementedError


class RollingCache:
    """The keys and values of the last W tokens of B sequences, in a ring, at
    first of none.

    Args:
        n_batch: B, the number of sequences, all of the same length.
        n_heads: H.
        window: W, the number of slots, at least 1.
        d_head: F, the number of features of a head.
        dtype: the dtype of keys and values.

    Attributes:
        keys: shape (B, H, W, F): the key at position p in slot p % W.
        values: the values, of the same shape.
        length: how many tokens there have been, those that were overwritten
            included.

    Examples:
        >>> cache = RollingCache(1, 1, window=2, d_head=1)
        >>> q = torch.zeros(1, 1, 3, 1)
        >>> v = torch.tensor([[[[1.0], [3.0], [8.0]]]])
        >>> cache.attend(q, q, v).flatten().tolist()
        [1.0, 2.0, 5.5]
        >>> cache.length, cache.values.flatten().tolist()
        (3, [8.0, 3.0])
        >>> cache.attend(
        ...     q[:, :, :1], q[:, :, :1], v[:, :, :1]
        ... ).flatten().tolist()
        [4.5]
        >>> cache.length, cache.values.flatten().tolist()
        (4, [8.0, 1.0])
    """

    keys: torch.Tensor
    values: torch.Tensor
    length: int

    def __init__(
        self, n_batch: int, n_heads: int, window: int, d_head: int, dtype: torch.dtype = torch.float32
    ) -> None:
        raise NotImplementedError

    def attend(self, q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
        """Let T new tokens attend to their windows, and store their keys and
        values.

        The new tokens stand at the positions length to length + T - 1. Each
        one sees the last W tokens up to itself, among those in the cache and
        the new ones. T may be 1, as in decoding, or more than W, as in a
        prefill.

        Args:
            q: the queries of the new tokens, shape (B, H, T, F), T >= 1, of
                the dtype of the cache.
            k: their keys, of the same shape.
            v: their values, of the same shape.

        Returns:
            A tensor of shape (B, H, T, F): for each new token the average of
            the values in its window under the softmax of its logits.
        """
        raise NotImplementedError
