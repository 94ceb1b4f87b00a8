"""Repetition penalties: three ways to keep a model from saying it again.

A model that has written a phrase finds it likelier than before, and greedy
decoding ends in a loop. Engines change the logits before the next token is
chosen, by what has been generated so far. Three rules are common.

The **repetition penalty** of CTRL (1.1 to 1.3; transformers, vLLM, llama.cpp)
makes each token that has come less likely, once, however often it came:

    logit / penalty    if the logit is above 0
    logit * penalty    otherwise

The **presence and frequency penalties** of OpenAI's interface subtract:

    logit - frequency * count - presence * [count > 0]

where count is how often the token came.

**No repeated n-grams** is a hard rule: a token that would complete n tokens
which have come in this order before gets the logit -inf. With n = 2, after
"to be or not to" the token "be" is out, since "to be" has come.

Conventions:

- **Logits** are one row, of shape (V,), float64, and finite.
- **Generated** is the list of token ids so far, each from 0 to V - 1, in
  order, the newest last; it may be empty.
- Nothing that was handed in is changed.
"""

import numpy as np


def repetition_penalty(logits: np.ndarray, generated: list[int], penalty: float) -> np.ndarray:
    """CTRL's penalty for the tokens that have come.

    Args:
        logits: shape (V,).
        generated: the token ids so far.
        penalty: above 0; 1 changes nothing.

    Returns:
        A new float64 array of shape (V,).

    Raises:
        ValueError: if the penalty isn't above 0.

    Examples:
        >>> logits = np.array([3.0, -2.0, 3.0, 0.5])
        >>> repetition_penalty(logits, [1, 0, 0], 2.0).tolist()
        [1.5, -4.0, 3.0, 0.5]
    """
    raise NotImplementedError


def count_penalties(logits: np.ndarray, generated: list[int], presence: float, frequency: float) -> np.ndarray:
    """The presence and frequency penalties.

    Args:
        logits: shape (V,).
        generated: the token ids so far.
        presence: subtracted once from each token that has come.
        frequency: subtracted for each time that a token has come.

    Returns:
        A new float64 array of shape (V,).

    Examples:
        >>> logits = np.array([3.0, -2.0, 3.0, 0.5])
        >>> count_penalties(logits, [1, 0, 0], 0.5, 0.25).tolist()
        [2.0, -2.75, 3.0, 0.5]
    """
    raise NotImplementedError


def no_repeat_ngrams(logits: np.ndarray, generated: list[int], n: int) -> np.ndarray:
    """-inf for each token that would complete an n-gram which has come before.

    Args:
        logits: shape (V,).
        generated: the token ids so far.
        n: the length of the n-grams, at least 1. With n = 1 every token that
            has come is out.

    Returns:
        A new float64 array of shape (V,).

    Raises:
        ValueError: if n is below 1.

    Examples:
        >>> logits = np.array([1.0, 2.0, 3.0, 4.0])
        >>> no_repeat_ngrams(logits, [0, 1, 2, 0], 2).tolist()
        [1.0, -inf, 3.0, 4.0]
        >>> no_repeat_ngrams(logits, [0, 1, 2, 0], 3).tolist()
        [1.0, 2.0, 3.0, 4.0]
    """
    raise NotImplementedError
