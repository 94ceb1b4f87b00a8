"""FlashAttention: exact attention, tile by tile, without the matrix of logits.

Attention over T queries and S keys looks as if it needed a T x S matrix of
logits, which for long texts is larger than everything else together.
FlashAttention cuts the queries into blocks of ``block_q`` rows and the keys
into blocks of ``block_k``, and works on one tile of logits at a time. What a
softmax needs of a whole row is gathered on the way: for each query the largest
logit so far, the sum of exp(logit - largest) and the weighted sum of values,
both of which are scaled down whenever a larger logit turns up. On a GPU, a
tile never leaves the fast memory on the chip, and so an exact method is faster
than the plain one, not only smaller.

    l_ts     = q_t . k_s / sqrt(D)
    output_t = sum_s exp(l_ts - L_t) v_s
    L_t      = log sum_s exp(l_ts)

The log-sum-exp L is what the backward pass needs.

Conventions:

- **Blocks** are consecutive, the last one may be shorter. A block may be
  larger than the sequence.
- **Causal**: the T queries are the last T of S positions, T <= S: query t
  stands at position S - T + t and sees the keys up to there (bottom-right
  alignment). Without causality, T may be larger than S.
- **Tiles** are named (i, j): the block of queries i, and the block of keys j.
  Causal attention can skip the tiles in which no query sees a key, which saves
  nearly half of the work. `visible_tiles` lists the others.
- **Memory**: one tile of logits is made at a time, and nothing of the size T x
  S.
- **Stability**: logits of tens of thousands, of either sign, overflow nothing,
  wherever in a row the largest one stands.
- **Dtype**: q, k and v share a dtype, float32 or float64, and both results
  have it too.

This is the forward pass: nobody differentiates it.
"""

import torch


def visible_tiles(n_queries: int, n_keys: int, block_q: int, block_k: int, causal: bool) -> list[tuple[int, int]]:
    """The tiles in which at least one query sees at least one key.

    Args:
        n_queries: T, at least 1.
        n_keys: S, at least 1, and at least T if causal.
        block_q: the number of queries in a block, at least 1.
        block_k: the number of keys in a block, at least 1.
        causal: whether later keys are hidden.

    Returns:
        The tiles (i, j), sorted by i, then by j.

    Raises:
        ValueError: if causal and there are fewer keys than queries.

    Examples:
        >>> visible_tiles(4, 4, 2, 2, causal=True)
        [(0, 0), (1, 0), (1, 1)]
        >>> visible_tiles(3, 5, 2, 4, causal=True)
        [(0, 0), (1, 0), (1, 1)]
    """
    raise NotImplementedError


def flash_attention(
    q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, block_q: int, block_k: int, causal: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    """What each query collects, and the log-sum-exp of its logits.

    Args:
        q: the queries, shape (B, H, T, D).
        k: the keys, shape (B, H, S, D).
        v: the values, shape (B, H, S, Dv).
        block_q: the number of queries in a block, at least 1.
        block_k: the number of keys in a block, at least 1.
        causal: whether later keys are hidden.

    Returns:
        (output, L): output has shape (B, H, T, Dv), L has shape (B, H, T) and
        holds natural logarithms.

    Raises:
        ValueError: if causal and there are fewer keys than queries.

    Examples:
        >>> q = torch.zeros(1, 1, 3, 2)
        >>> v = torch.tensor([[[[1.0], [3.0], [8.0]]]])
        >>> output, logs = flash_attention(
        ...     q, q, v, block_q=2, block_k=2, causal=True
        ... )
        >>> (
        ...     output.flatten().tolist(),
        ...     [round(log, 4) for log in logs.flatten().tolist()],
        ... )
        ([1.0, 2.0, 4.0], [0.0, 0.6931, 1.0986])
    """
    raise NotImplementedError
