"""ALiBi: positions as a penalty on distance, instead of position embeddings.

Attention with linear biases adds nothing to the embeddings. It lowers each
attention logit in proportion to the distance between query and key, in every
head at another rate:

    logits = q k^T / sqrt(D) + bias
    bias[h, t, s] = -m_h (position of query t - position of key s)

A head with a steep slope m_h sees its neighbourhood, one with a slight slope
sees far. Since a distance that never occurred in training only means a larger
penalty, such a model can read longer texts than it was trained on.

The slopes m_h are fixed, not learned. For H heads, H a power of two, they are
the geometric sequence

    m_h = 2^(-8 h / H),      h = 1 ... H

which for 8 heads is 1/2, 1/4, ... 1/256. For another H, let P be the largest
power of two below H. The first P slopes are those for P heads; the other H - P
are the 1st, 3rd, 5th, ... of the slopes for 2P heads, in this order. They are
appended; nothing is sorted. (This is what the paper's code does, and what
BLOOM and MPT do.)

Conventions:

- **Causal**: keys after the query have a bias of -inf, so that the bias is the
  causal mask too. The query's own key has 0.
- **Alignment**: T queries over S keys, T <= S, are the last T positions of the
  sequence: query t stands at position S - T + t, key s at position s.
- **Scale**: the bias is added after the division by sqrt(D). It isn't divided
  itself.
"""

import numpy as np


def alibi_slopes(n_heads: int) -> np.ndarray:
    """The slope of every head.

    Args:
        n_heads: H, at least 1.

    Returns:
        A float64 array of shape (H,).

    Raises:
        ValueError: if ``n_heads`` is below 1.

    Examples:
        >>> alibi_slopes(4).tolist()
        [0.25, 0.0625, 0.015625, 0.00390625]
        >>> alibi_slopes(3).tolist()
        [0.0625, 0.00390625, 0.25]
    """
    raise NotImplementedError


def alibi_bias(slopes: np.ndarray, n_queries: int, n_keys: int | None = None) -> np.ndarray:
    """The bias of every head, query and key.

    Args:
        slopes: m, shape (H,), floats; any positive numbers.
        n_queries: T, at least 1.
        n_keys: S; None means as many as there are queries.

    Returns:
        An array of shape (H, T, S) and of the dtype of ``slopes``: -m_h times
        the distance, -inf for keys after the query.

    Raises:
        ValueError: if there are fewer keys than queries.

    Examples:
        >>> alibi_bias(np.array([0.5]), 3).tolist()
        [[[0.0, -inf, -inf], [-0.5, 0.0, -inf], [-1.0, -0.5, 0.0]]]
        >>> alibi_bias(np.array([0.5, 0.25]), 1, 3).tolist()
        [[[-1.0, -0.5, 0.0]], [[-0.5, -0.25, 0.0]]]
    """
    raise NotImplementedError


def alibi_logits(q: np.ndarray, k: np.ndarray) -> np.ndarray:
    """The attention logits with the bias, ready for the softmax.

    Args:
        q: the queries, shape (B, H, T, D), float32 or float64.
        k: the keys, shape (B, H, S, D), of the same dtype, with T <= S.

    Returns:
        An array of shape (B, H, T, S) and of the dtype of q: q k^T / sqrt(D)
        plus the bias for the slopes of H heads.

    Examples:
        >>> q, k = np.full((1, 1, 2, 4), 1.0), np.full((1, 1, 2, 4), 3.0)
        >>> alibi_logits(q, k).tolist()
        [[[[6.0, -inf], [5.99609375, 6.0]]]]
    """
    raise NotImplementedError
