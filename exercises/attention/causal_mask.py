"""Causal masks: which keys each query may attend to.

A decoder predicts the next token, so the query at position i must not see a
key at a later position. Without the mask, training leaks the answer: the loss
falls and the model has learned to copy.

Conventions:

- **Polarity**: in a boolean mask, True means that the query may attend to the
  key.
- **Alignment**: T queries over S keys, T <= S, are the *last* T positions of
  the sequence (the keys before them come from a cache). Query t stands at
  position S - T + t and sees the keys at positions 0 to S - T + t, its own
  included. This is bottom-right alignment; with T = S it is the familiar lower
  triangle.
- **Padding** hides keys, never queries. The row of a query that stands on
  padding is computed like any other, and a row that ends up with no key at all
  stays all False.
"""

import numpy as np


def causal_mask(n_queries: int, n_keys: int | None = None) -> np.ndarray:
    """The boolean mask of the last ``n_queries`` positions over ``n_keys``
    keys.

    Args:
        n_queries: T, the number of queries, at least 0.
        n_keys: S, the number of keys; None means as many as there are queries.

    Returns:
        A boolean array of shape (T, S), True where the query may attend to the
        key.

    Raises:
        ValueError: if there are fewer keys than queries, or ``n_queries`` is
            negative.

    Examples:
        >>> causal_mask(3).astype(int).tolist()
        [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
        >>> causal_mask(2, 5).astype(int).tolist()
        [[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]]
    """
    raise NotImplementedError


def padded_causal_mask(n_queries: int, key_is_real: np.ndarray) -> np.ndarray:
    """The causal mask of every sequence of a batch, with its padding keys
    hidden.

    Args:
        n_queries: T, the number of queries, the same for every sequence.
        key_is_real: boolean array of shape (B, S), True where the key is a
            token and False where it is padding. The padding may stand anywhere
            in a row.

    Returns:
        A boolean array of shape (B, 1, T, S): the causal mask of T queries
        over S keys, False in the columns of padding keys. The axis of length 1
        broadcasts over heads.

    Raises:
        ValueError: if there are fewer keys than queries.

    Examples:
        >>> padded_causal_mask(
        ...     2, np.array([[True, True, False], [False, True, True]])
        ... ).astype(int).tolist()
        [[[[1, 1, 0], [1, 1, 0]]], [[[0, 1, 0], [0, 1, 1]]]]
    """
    raise NotImplementedError


def additive_mask(mask: np.ndarray, dtype: type = np.float32) -> np.ndarray:
    """The same mask in the form that is added to attention logits before the
    softmax.

    Args:
        mask: boolean array of any shape, True = may attend.
        dtype: the floating dtype of the result, for instance np.float16.

    Returns:
        An array of the shape of ``mask`` and of dtype ``dtype``: 0 where the
        mask is True, -inf where it is False.

    Examples:
        >>> additive_mask(np.array([[True, False], [True, True]])).tolist()
        [[0.0, -inf], [0.0, 0.0]]
    """
    raise NotImplementedError
