"""Grouped-query attention: several query heads share one head of keys and
values.

When a language model writes, each new token reads the keys and values of all
earlier ones from memory, and that takes longer than the arithmetic. Most of it
can be saved. Grouped-query attention keeps H query heads, but only G heads of
keys and values, so that the cache is H / G times smaller, at little loss in
quality. Llama 2 70B and Llama 3 have H = 64 or 32 and G = 8. G = H is
multi-head attention, G = 1 is multi-query attention. With F = D / H features a
head:

    q    = the H heads of q_proj(query)                         (B, H, T, F)
    k, v = the G heads of k_proj(key) and of v_proj(value)      (B, G, S, F)
    head h = softmax(q_h k_g^T / sqrt(F)) v_g,  g = h // (H/G)  (B, T, F)
    output = out_proj(the H heads, merged)                      (B, T, D)

Conventions:

- **Groups** are consecutive: the query heads 0 to H / G - 1 use key head 0,
  the next H / G use key head 1, and so on.
- **Heads** are consecutive slices of F features of each projection.
- **Parameters**: each projection is laid out as `nn.Linear` with a bias.
  `q_proj` and `out_proj` go from D to D features, `k_proj` and `v_proj` from D
  to G * F. The state dict has exactly their eight weights and biases.
- **Polarity**: in the boolean mask, True means that the query may attend to
  the key. A blocked key has a weight of exactly 0, however large its logit is.
- **A query that may attend to no key** gets zeros from its heads: its output
  is the bias of `out_proj`. No output and no gradient is nan.

The module computes in the dtype of its parameters, so `double()` makes it a
float64 module. Logits in the tens of thousands overflow nothing.
"""

import torch
from torch import nn


def pool_kv_heads(weight: torch.Tensor, n_heads: int, n_kv_heads: int) -> torch.Tensor:
    """The parameters of G key or value heads, made from those of H heads of a
    multi-head model.

    Each new head is the mean of the heads of its group. A model that starts
    from there needs little further training.

    Args:
        weight: the weight of k_proj or v_proj, shape (H * F, D), or its bias,
            shape (H * F,).
        n_heads: H.
        n_kv_heads: G, a divisor of H.

    Returns:
        A tensor of shape (G * F, D), or (G * F,) for a bias.

    Raises:
        ValueError: if G doesn't divide H.

    Examples:
        >>> pool_kv_heads(
        ...     torch.tensor([1.0, 2.0, 3.0, 4.0, 10.0, 20.0, 30.0, 40.0]),
        ...     4,
        ...     2,
        ... ).tolist()
        [2.0, 3.0, 20.0, 30.0]
    """
    raise NotImplementedError


class GroupedQueryAttention(nn.Module):
    """Attention with H query heads and G key and value heads.

    Args:
        d_model: D, the number of features of queries, keys, values and
            outputs.
        n_heads: H, the number of query heads.
        n_kv_heads: G, the number of key and value heads.

    Raises:
        ValueError: if H doesn't divide D, or G doesn't divide H.

    Examples:
        >>> attention = GroupedQueryAttention(64, 8, 2)
        >>> (
        ...     tuple(attention.k_proj.weight.shape),
        ...     sum(p.numel() for p in attention.parameters()),
        ... )
        ((16, 64), 10400)
        >>> attention = GroupedQueryAttention(4, 4, 2)
        >>> state = {
        ...     f"{name}.weight": torch.eye(4)
        ...     for name in ["q_proj", "out_proj"]
        ... }
        >>> state |= {
        ...     f"{name}.weight": torch.eye(4)[:2]
        ...     for name in ["k_proj", "v_proj"]
        ... }
        >>> state |= {
        ...     name.replace("weight", "bias"): torch.zeros(len(weight))
        ...     for name, weight in state.items()
        ... }
        >>> _ = attention.load_state_dict(state)
        >>> query = torch.zeros(1, 1, 4)
        >>> memory = torch.tensor(
        ...     [[[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 0.0, 0.0]]]
        ... )
        >>> attention(query, memory, memory).tolist()
        [[[2.0, 2.0, 3.0, 3.0]]]
    """

    def __init__(self, d_model: int, n_heads: int, n_kv_heads: int):
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
                each sequence, (B, 1, 1, S) for padding, (H, 1, S) for each
                query head. None lets every query attend to every key.

        Returns:
            A tensor of shape (B, T, D), differentiable with respect to query,
            key, value and the parameters.
        """
        raise NotImplementedError
