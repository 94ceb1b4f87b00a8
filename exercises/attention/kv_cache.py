"""KV cache: what a language model remembers while it writes.

A decoder writes one token at a time, and each new token attends to all earlier
ones. Causal attention never lets an old token see a new one, so the old keys
and values stay as they are. Computing them anew for every token would cost T^2
token passes for a text of T tokens. With a cache it costs T: the prompt goes
through the model once (prefill), then each new token alone (decode), and its
keys and values are appended to the cache.

You build the three parts: the cache, a self-attention layer that uses it, and
the loop that generates.

The layer is causal multi-head self-attention over x, with H heads of F = D / H
features:

    q, k, v = the heads of q_proj(x), k_proj(x), v_proj(x)      (B, H, T, F)
    k, v    = all keys and values so far, the new ones last     (B, H, S, F)
    h       = softmax(q k^T / sqrt(F)) v                        (B, H, T, F)
    output  = out_proj(the heads h, merged)                     (B, T, D)

Conventions:

- **Alignment**: the T new tokens are the last ones of S = length + T. New
  token t sees the first S - T + t + 1 keys: everything in the cache, the new
  tokens before it, and itself. A later key has no influence, even if its logit
  is the largest, and logits in the tens of thousands overflow nothing.
- **Heads** are consecutive slices of F features of each projection.
- **Parameters**: `q_proj`, `k_proj`, `v_proj` and `out_proj`, each an
  `nn.Linear(D, D)` with a bias; the state dict has exactly their eight weights
  and biases.
- **A cache is full** when it holds ``max_tokens`` tokens. An `append` that
  doesn't fit raises and changes nothing.
- **Inference**: nobody differentiates what was computed with a cache. Without
  one, the layer is used for training.
"""

from collections.abc import Callable

import torch
from torch import nn


class KVCache:
    """The keys and values of up to ``max_tokens`` tokens of B sequences, at
    first of none.

    Args:
        n_batch: B, the number of sequences, all of the same length.
        n_heads: H.
        max_tokens: for how many tokens there is room.
        d_head: F, the number of features of a head.
        dtype: the dtype of keys and values.

    Attributes:
        length: how many tokens the cache holds.

    Examples:
        >>> cache = KVCache(1, 1, max_tokens=3, d_head=1)
        >>> keys, values = cache.append(
        ...     torch.tensor([[[[1.0], [2.0]]]]),
        ...     torch.tensor([[[[5.0], [6.0]]]]),
        ... )
        >>> keys.flatten().tolist(), values.flatten().tolist(), cache.length
        ([1.0, 2.0], [5.0, 6.0], 2)
        >>> cache.truncate(1)
        >>> keys, values = cache.append(
        ...     torch.tensor([[[[3.0]]]]), torch.tensor([[[[7.0]]]])
        ... )
        >>> keys.flatten().tolist(), values.flatten().tolist(), cache.length
        ([1.0, 3.0], [5.0, 7.0], 2)
    """

    length: int

    def __init__(
        self, n_batch: int, n_heads: int, max_tokens: int, d_head: int, dtype: torch.dtype = torch.float32
    ) -> None:
        raise NotImplementedError

    def append(self, k: torch.Tensor, v: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the keys and values of new tokens behind those that are there.

        Args:
            k: shape (B, H, T, F), T >= 1, of the dtype of the cache.
            v: of the same shape and dtype.

        Returns:
            (keys, values) of all tokens so far, each of shape (B, H, S, F)
            with S the new length.

        Raises:
            ValueError: if there is no room for T more tokens; the cache is
                then as it was.
        """
        raise NotImplementedError

    def truncate(self, length: int) -> None:
        """Forget all tokens but the first ones, as speculative decoding does
        with rejected tokens.

        Args:
            length: how many tokens stay.

        Raises:
            ValueError: if ``length`` is negative or more than the cache holds.
        """
        raise NotImplementedError


class CachedSelfAttention(nn.Module):
    """Causal self-attention that can go on from a cache.

    Args:
        d_model: D, the number of features.
        n_heads: H, a divisor of D.

    Examples:
        >>> attention, state = CachedSelfAttention(2, 1), {}
        >>> for name in ["q_proj", "k_proj", "v_proj", "out_proj"]:
        ...     state |= {
        ...         f"{name}.weight": torch.eye(2),
        ...         f"{name}.bias": torch.zeros(2),
        ...     }
        >>> _ = attention.load_state_dict(state)
        >>> x = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])
        >>> [
        ...     [round(feature, 3) for feature in token]
        ...     for token in attention(x)[0].tolist()
        ... ]
        [[1.0, 0.0], [0.33, 0.67]]
        >>> cache = KVCache(1, 1, max_tokens=8, d_head=2)
        >>> steps = [
        ...     attention(x[:, t : t + 1], cache)[0, 0].tolist()
        ...     for t in range(2)
        ... ]
        >>> [[round(feature, 3) for feature in token] for token in steps]
        [[1.0, 0.0], [0.33, 0.67]]
    """

    def __init__(self, d_model: int, n_heads: int):
        raise NotImplementedError

    def forward(self, x: torch.Tensor, cache: KVCache | None = None) -> torch.Tensor:
        """The outputs of the new tokens.

        Args:
            x: the new tokens only, shape (B, T, D), T >= 1, in the dtype of
                the parameters.
            cache: the keys and values of the tokens before them; those of the
                new tokens are appended to it. None means that x is the whole
                sequence.

        Returns:
            A tensor of shape (B, T, D). Without a cache it is differentiable.

        Raises:
            ValueError: if there is no room for the new tokens in the cache.
        """
        raise NotImplementedError


def generate(step: Callable[[list[int]], torch.Tensor], prompt: list[int], n_new: int) -> list[int]:
    """Greedy decoding with a model that has a cache.

    Args:
        step: step(tokens) runs the model on new tokens, behind all those that
            it was given before, and returns the logits of the next token,
            shape (V,). The model remembers what it was given: it must see each
            token once.
        prompt: token ids, at least one. They are given to the model in one
            call.
        n_new: how many tokens are generated, at least 1.

    Returns:
        The generated token ids, each the one with the largest logit (no two
        are equal). step is called n_new times: the last token is returned and
        not given to the model.

    Examples:
        >>> seen = []
        >>> def count_up(tokens):
        ...     seen.append(tokens)
        ...     return torch.eye(10)[tokens[-1] + 1]
        >>> generate(count_up, [3, 4], 3), seen
        ([5, 6, 7], [[3, 4], [5], [6]])
    """
    raise NotImplementedError
