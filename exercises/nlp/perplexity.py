"""Perplexity: how surprised a language model is by a text.

A model that gives token n the probability p_n has a negative log-likelihood
(NLL) of -log p_n there. Over the N tokens that count,

    perplexity     = exp(mean NLL) = exp(-(1/N) sum_n log p_n)
    bits per token = mean NLL / log(2)

A model that guesses evenly among V tokens has perplexity V; one that is
certain and right has 1. There is no upper bound: a model that is confident and
wrong does worse than guessing and exceeds V.

Conventions:

- **Alignment**: ``logits[..., :]`` at a position are the prediction for the
  target at the same position. They have been shifted already; shift nothing.
- **Mask**: True means that the token counts. Nothing else about the other
  tokens matters: their targets may be any integer (-100 is common) and their
  logits may even be inf or nan.
- **Weights**: every counted token weighs the same, whichever sequence or batch
  it stands in.
- **Precision**: everything is computed in float64, whatever the dtype of the
  logits, with natural logarithms.
- **Large numbers**: finite logits of any size give the right NLL. A logit of
  -inf gives its token probability 0. At each counted position at least one
  logit is finite, and none is nan or +inf.
- **Infinite results**: an NLL may be inf (a target of probability 0), and a
  mean NLL above about 709.8 is too large for exp: then the perplexity is inf,
  never an exception. Bits per token stay finite as long as the mean NLL does.
- **No counted token**: the mean over nothing is nan, and so are perplexity and
  bits per token.
"""

import numpy as np


def nll_total(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray | None = None) -> tuple[float, int]:
    """The sum of the NLL over the counted tokens, and how many they are.

    Args:
        logits: float array of shape (..., V), usually (B, T, V): unnormalised
            log-probabilities, float16, float32 or float64.
        targets: integer array of the shape of ``logits`` without its last
            axis, usually (B, T).
        mask: boolean array of the shape of ``targets``, True where the token
            counts; None means that all do.

    Returns:
        (total, count): the summed NLL in nats as a float, and the number of
        counted tokens as an int. (0.0, 0) if there is none.

    Raises:
        ValueError: if the target of a counted token is not one of 0 to V - 1.

    Examples:
        >>> logits = np.log(
        ...     np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]])
        ... )
        >>> total, count = nll_total(logits, np.array([0, 2]))
        >>> round(total, 4), count
        (2.0794, 2)
    """
    raise NotImplementedError


def perplexity(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray | None = None) -> float:
    """exp of the mean NLL over the counted tokens.

    Args:
        logits: float array of shape (..., V), as in ``nll_total``.
        targets: integer array of shape (...).
        mask: boolean array of shape (...), True where the token counts; None
            means that all do.

    Returns:
        A float of at least 1, up to rounding; inf if exp overflows; nan if no
        token counts.

    Raises:
        ValueError: if the target of a counted token is not one of 0 to V - 1.

    Examples:
        >>> round(
        ...     perplexity(
        ...         np.zeros((2, 3, 5)), np.zeros((2, 3), dtype=int)
        ...     ),
        ...     4,
        ... )
        5.0
        >>> round(perplexity(np.array([[0.0, 4.0]]), np.array([0])), 4)
        55.5982
    """
    raise NotImplementedError


def bits_per_token(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray | None = None) -> float:
    """The mean NLL over the counted tokens in bits: the base-2 logarithm of
    the perplexity.

    Args:
        logits: float array of shape (..., V), as in ``nll_total``.
        targets: integer array of shape (...).
        mask: boolean array of shape (...), True where the token counts; None
            means that all do.

    Returns:
        A float; finite also where the perplexity overflows; nan if no token
        counts.

    Raises:
        ValueError: if the target of a counted token is not one of 0 to V - 1.

    Examples:
        >>> round(bits_per_token(np.zeros((6, 8)), np.arange(6)), 4)
        3.0
    """
    raise NotImplementedError


def corpus_perplexity(batches: list[tuple[np.ndarray, np.ndarray, np.ndarray | None]]) -> float:
    """The perplexity of a text that comes in several batches: the same as if
    it came in one.

    Args:
        batches: a list of triples (logits, targets, mask), each as in
            ``nll_total``. The batches may differ in every dimension but V, and
            in how many of their tokens count: a batch without any adds
            nothing.

    Returns:
        A float: exp of the mean NLL over all counted tokens of all batches.
        inf if that overflows, nan if no token counts, also for an empty list.

    Raises:
        ValueError: if the target of a counted token is not one of 0 to V - 1.

    Examples:
        >>> sure = np.array([[0.0, -np.inf]]), np.array([0]), None
        >>> guess = np.zeros((3, 2)), np.array([0, 1, 1]), None
        >>> round(corpus_perplexity([sure, guess]), 4)
        1.6818
    """
    raise NotImplementedError
