"""Attention over a window with a few global tokens: long documents at a cost
that grows with T and not with T^2.

Most of what a token needs stands nearby, so it attends to a window around
itself. What it needs from afar it gets through a few global tokens (a
classification token, the words of a question), which attend to all tokens and
are attended to by all. Longformer and BigBird read thousands of tokens in this
way. Token t may attend to token s if

    |t - s| <= radius,   or t is global,   or s is global
    and, when causal,   s <= t

so the mask is a band, with a full row and a full column for each global token.
With G global tokens it has at most T (2 radius + 1) + 2 G T True entries.

Conventions:

- **Radius**: a window reaches over ``radius`` tokens on each side and the
  token itself, 2 radius + 1 in all, and is cut off at the ends of the
  sequence. It may be larger than the sequence.
- **Polarity**: in the mask, True means that the query may attend to the key.
- **Global tokens** are given by their positions, which are different from each
  other and in any order; there may be none. A pair that is visible for more
  than one reason is one pair, with one weight.
- **Causal**: no query sees a later key, not even if one of the two is global.
- **Projections**: global and other tokens share their queries, keys and
  values. (Longformer has a second set.)
"""

import numpy as np


def global_local_mask(n_tokens: int, radius: int, global_positions: list[int], causal: bool = False) -> np.ndarray:
    """The whole mask, for short sequences and for drawing.

    Args:
        n_tokens: T, at least 1.
        radius: how many tokens a window reaches to each side, at least 0.
        global_positions: the positions of the global tokens.
        causal: whether later keys are hidden.

    Returns:
        A boolean array of shape (T, T): the queries are its rows, the keys its
        columns.

    Raises:
        ValueError: if ``radius`` is negative, or a global position isn't
            between 0 and T - 1.

    Examples:
        >>> global_local_mask(5, 1, [3]).astype(int).tolist()
        [[1, 1, 0, 1, 0], [1, 1, 1, 1, 0], [0, 1, 1, 1, 0], [1, 1, 1, 1, 1],
         [0, 0, 0, 1, 1]]
        >>> global_local_mask(4, 0, [1], causal=True).astype(int).tolist()
        [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 1, 0, 1]]
    """
    raise NotImplementedError


def count_visible(n_tokens: int, radius: int, global_positions: list[int], causal: bool = False) -> int:
    """The number of True entries of the mask, without making it: time and
    memory grow with T, not with T^2.

    Args:
        n_tokens: T, at least 1.
        radius: how many tokens a window reaches to each side, at least 0.
        global_positions: the positions of the global tokens.
        causal: whether later keys are hidden.

    Returns:
        The number of visible pairs, an int.

    Raises:
        ValueError: as in ``global_local_mask``.

    Examples:
        >>> count_visible(5, 1, [3])
        17
        >>> count_visible(100_000, 1, [])
        299998
    """
    raise NotImplementedError


def global_local_attention(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, radius: int, global_positions: list[int], causal: bool = False
) -> np.ndarray:
    """Scaled dot-product attention under that mask, in time and memory that
    grow with T and not with T^2.

    Args:
        q: the queries, float64, shape (..., T, D); leading axes are batch
            axes.
        k: the keys, float64, shape (..., T, D), with the same leading axes.
        v: the values, float64, shape (..., T, Dv), with the same leading axes.
        radius: how many tokens a window reaches to each side, at least 0.
        global_positions: the positions of the global tokens.
        causal: whether later keys are hidden.

    Returns:
        A float64 array of shape (..., T, Dv): for each query the average of
        the values that it may attend to, under the softmax of q k^T / sqrt(D).
        Logits of any finite size give the right result.

    Raises:
        ValueError: as in ``global_local_mask``.

    Examples:
        >>> q = np.zeros((5, 2))
        >>> v = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]])
        >>> global_local_attention(
        ...     q, q, v, radius=1, global_positions=[]
        ... ).tolist()
        [[1.5], [2.0], [3.0], [4.0], [4.5]]
        >>> global_local_attention(
        ...     q, q, v, radius=1, global_positions=[3]
        ... ).round(3).tolist()
        [[2.333], [2.5], [3.0], [3.0], [4.5]]
    """
    raise NotImplementedError
