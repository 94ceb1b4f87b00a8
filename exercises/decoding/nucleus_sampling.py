"""Nucleus sampling, or top-p: keep the likeliest tokens until they hold the
share p of the probability.

Top-k keeps the same number of tokens everywhere. After "The capital of France
is" one would do, after "She said that" hundreds are fine. The nucleus adapts:
it is the smallest set of the likeliest tokens whose probabilities sum to at
least p. All other logits become -inf, and the token is drawn from the softmax
of what is left. p = 0.9 to 0.95 is what most services use.

    nucleus: sort the tokens from the likeliest down; a token stays if the
    sum of the probabilities before it is below p

so the token that takes the sum to p or above is the last that stays, and the
likeliest token always stays.

Conventions:

- **Tokens** lie along the last axis, of length V, at least 1. All other axes
  are sequences, each filtered and drawn for itself; there may be none.
- **Equal probabilities** stand in the order of their tokens: the lower number
  comes first, and may stay where the higher one goes.
- **p = 1** keeps every token, however small its probability is.
- **-inf** is the logit of a token that is out already: it stays -inf and has
  the probability 0. At least one logit of each row is finite.
- **Temperature** comes first: the nucleus is that of the softmax of the logits
  divided by the temperature. (Hugging Face's transformers do the same;
  llama.cpp divides last by default.)
- **Stability**: finite logits may be up to 1e4 in size.
- **Dtype**: float64.

``draw`` is given.
"""

import numpy as np


def nucleus_filter(logits: np.ndarray, p: float) -> np.ndarray:
    """The logits, with -inf for all tokens outside of the nucleus of their
    row.

    Args:
        logits: shape (..., V), finite or -inf; it stays as it is.
        p: above 0, at most 1.

    Returns:
        A new float64 array of shape (..., V). What stays has its old logit.

    Raises:
        ValueError: if p isn't above 0 and at most 1.

    Examples:
        >>> logits = np.log([0.1, 0.5, 0.15, 0.25])
        >>> nucleus_filter(logits, 0.7).round(2).tolist()
        [-inf, -0.69, -inf, -1.39]
        >>> nucleus_filter(logits, 0.8).round(2).tolist()
        [-inf, -0.69, -1.9, -1.39]
        >>> nucleus_filter(logits, 0.01).round(2).tolist()
        [-inf, -0.69, -inf, -inf]
    """
    raise NotImplementedError


def sample_nucleus(logits: np.ndarray, p: float, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """One token for each row, drawn from the nucleus of the logits divided by
    the temperature.

    Args:
        logits: shape (..., V), finite or -inf.
        p: above 0, at most 1.
        temperature: above 0.
        rng: the generator that all draws come from.

    Returns:
        An integer array of shape (...): numbers from 0 to V - 1.

    Raises:
        ValueError: if p isn't above 0 and at most 1.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> logits = np.array([[1.0, 4.0, 2.0], [5.0, 0.0, 2.0]])
        >>> sample_nucleus(logits, 0.5, 1.0, rng).tolist()
        [1, 0]
    """
    raise NotImplementedError


# given
def draw(logits: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One token for each row, drawn with the softmax of its logits.

    Examples:
        >>> logits = np.array([[0.0, 900.0], [-np.inf, -900.0]])
        >>> draw(logits, np.random.default_rng(0)).tolist()
        [1, 1]
    """
    return np.asarray((logits + rng.gumbel(size=logits.shape)).argmax(axis=-1))
