"""Dilated attention (LongNet): near tokens in full, far ones more and more
thinly.

Full attention over T tokens compares T^2 pairs, and a window forgets what lies
outside of it. Dilated attention cuts the sequence into segments of w tokens
and lets only every r-th token of a segment take part, among themselves. One
such pattern (w, r) costs T w / r^2 pairs. A few of them together, with w and r
growing in the same proportion, see near tokens closely and far ones thinly, at
a cost that grows with T and not with T^2.

Head h uses the tokens of a segment whose place in it, 0 to w - 1, leaves the
remainder h mod r when divided by r. So different heads look at different
tokens, and r heads together at all. With several patterns, query t sees a list
of keys from each, and all of them share one softmax:

    output_t = sum_i z_i o_i / sum_i z_i

where o_i is the average of the values under the softmax of pattern i alone,
and z_i = sum exp(logit) over its keys. A key that is in two patterns counts
twice.

Conventions:

- **Segments** are consecutive from position 0; the last one may be shorter. w
  may be larger than T, and r needn't divide w: places are counted anew in each
  segment.
- **Logits** are q . k / sqrt(F). Those of tens of thousands overflow nothing.
- **Causal**: a query sees no later key.
- **Left out**: a query that takes part in no pattern of its head has an output
  of 0. No output and no gradient is nan.
- **Memory**: nothing of the size T x T is made.
"""

import torch


def dilated_positions(n_tokens: int, segment: int, dilation: int, head: int) -> list[list[int]]:
    """The positions that a head uses in each segment.

    Args:
        n_tokens: T, at least 1.
        segment: w, the length of a segment, at least 1.
        dilation: r, at least 1.
        head: h, the number of the head, from 0.

    Returns:
        A list for each segment, with positions in increasing order; it is
        empty if a short segment has none.

    Examples:
        >>> dilated_positions(10, 4, 2, head=0)
        [[0, 2], [4, 6], [8]]
        >>> dilated_positions(9, 4, 2, head=3)
        [[1, 3], [5, 7], []]
    """
    raise NotImplementedError


def dilated_attention(
    q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, patterns: list[tuple[int, int]], causal: bool = False
) -> torch.Tensor:
    """What each query collects from the keys of all patterns.

    Args:
        q: the queries, shape (B, H, T, F).
        k: the keys, of the same shape.
        v: the values, shape (B, H, T, Dv). All three are float32 or all are
            float64.
        patterns: (w, r) for each pattern, at least one.
        causal: whether later keys are hidden.

    Returns:
        A tensor of shape (B, H, T, Dv) and of the dtype of v, differentiable
        with respect to q, k and v.

    Examples:
        >>> q = torch.zeros(1, 1, 6, 1)
        >>> v = torch.tensor([[[[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]]]])
        >>> dilated_attention(q, q, v, [(3, 1)]).flatten().tolist()
        [2.0, 2.0, 2.0, 5.0, 5.0, 5.0]
        >>> dilated_attention(q, q, v, [(6, 2)]).flatten().tolist()
        [3.0, 0.0, 3.0, 0.0, 3.0, 0.0]
        >>> dilated_attention(q, q, v, [(3, 1), (6, 2)])[
        ...     0, 0, :3
        ... ].flatten().tolist()
        [2.5, 2.0, 2.5]
    """
    raise NotImplementedError
