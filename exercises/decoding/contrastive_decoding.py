"""Contrastive decoding: say what the expert knows and the amateur doesn't.

A small model of the same family makes the large one's mistakes more often: it
repeats, it prefers short and common words. So the next token is chosen by
what sets the two apart. With the log-probabilities of the expert and of the
amateur,

    score(v) = (1 + beta) * log p_expert(v) - beta * log p_amateur(v)

for the tokens that are plausible, and -inf for all others. beta = 0 is the
expert alone, a large beta is the contrast alone.

Without the plausibility rule the difference would pick nonsense: for a token
that the expert finds a thousand times too unlikely, and the amateur a million
times, it is large. So the expert alone decides who takes part:

    v is plausible if p_expert(v) >= alpha * max_w p_expert(w)

Where the expert is sure, one token is left and both agree; where it isn't, the
contrast decides. The paper takes alpha = 0.1. (The form with 1 + beta is that
of O'Brien and Lewis, 2023, with the same rule. The paper's own score is the
plain difference, the limit of a large beta.)

Conventions:

- **Tokens** lie along the last axis, of length V, at least 1. All other axes
  are sequences, each scored for itself; there may be none.
- **Logits** are finite, up to 1e4 in size, and float64. They are not
  normalised: both models' logits go through a log-softmax first.
- **Greedy**: the token is the largest score, and the first of equal ones.
"""

import numpy as np


def plausible(expert: np.ndarray, alpha: float) -> np.ndarray:
    """Which tokens take part.

    Args:
        expert: the expert's logits, shape (..., V).
        alpha: above 0, at most 1.

    Returns:
        A bool array of shape (..., V).

    Raises:
        ValueError: if alpha isn't above 0 and at most 1.

    Examples:
        >>> expert = np.log([0.6, 0.3, 0.08, 0.02])
        >>> plausible(expert, 0.1).tolist()
        [True, True, True, False]
        >>> plausible(expert, 1.0).tolist()
        [True, False, False, False]
    """
    raise NotImplementedError


def contrastive_scores(expert: np.ndarray, amateur: np.ndarray, alpha: float, beta: float) -> np.ndarray:
    """The score of each token.

    Args:
        expert: the expert's logits, shape (..., V).
        amateur: the amateur's logits, the same shape.
        alpha: above 0, at most 1.
        beta: at least 0.

    Returns:
        A float64 array of shape (..., V), -inf for what isn't plausible.

    Raises:
        ValueError: if alpha isn't above 0 and at most 1, or beta is negative.

    Examples:
        >>> expert = np.log([0.5, 0.25, 0.25 - 1e-6, 1e-6])
        >>> amateur = np.log([0.5, 0.125, 0.25, 0.125])
        >>> contrastive_scores(expert, amateur, 0.1, 1.0).round(3).tolist()
        [-0.693, -0.693, -1.386, -inf]
    """
    raise NotImplementedError


def contrastive_token(expert: np.ndarray, amateur: np.ndarray, alpha: float, beta: float) -> np.ndarray:
    """The token with the largest score.

    Args:
        expert: the expert's logits, shape (..., V).
        amateur: the amateur's logits, the same shape.
        alpha: above 0, at most 1.
        beta: at least 0.

    Returns:
        An integer array of shape (...).

    Raises:
        ValueError: if alpha isn't above 0 and at most 1, or beta is negative.

    Examples:
        >>> expert = np.log([0.5, 0.4, 0.0999, 0.0001])
        >>> amateur = np.log([0.7, 0.1, 0.15, 0.05])
        >>> int(contrastive_token(expert, amateur, 0.1, 0.0))
        0
        >>> int(contrastive_token(expert, amateur, 0.1, 1.0))
        1
    """
    raise NotImplementedError
