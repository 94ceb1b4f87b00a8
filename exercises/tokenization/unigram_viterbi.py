"""Segment a text with a unigram language model: the most probable pieces, and
the n most probable ways.

In the unigram model of SentencePiece, which T5 and ALBERT use, every piece of
the vocabulary has a probability, and the pieces of a text are taken to be
independent. So a segmentation into pieces x_1, ..., x_M has the
log-probability

    score = log p(x_1) + ... + log p(x_M)

A text of K characters has up to 2^(K - 1) segmentations. Dynamic programming
(the Viterbi algorithm) finds the best one in time proportional to K times the
length of the longest piece. The n best are what subword regularisation samples
from, so that a model sees the same text cut in different ways.

Conventions:

- **Pieces**: a segmentation is a list of pieces which, joined, are the text.
  Each one is a piece of the vocabulary or an unknown character. A space is a
  character like any other.
- **Unknown characters**: a single character that is not itself a piece may be
  one, with the log-probability min(all log-probabilities of the
  vocabulary) - unknown_penalty. Each costs that anew; they are never joined. A
  longer piece that contains the character may still cover it, and wins if its
  score is better.
- **Characters that are pieces** are never unknown, so the same pieces never
  count twice.
- **Ties**: of segmentations with the same score any may come first, or be left
  out if not all have room.
- **Size**: texts may have thousands of characters, whose probability is too
  small for a float. Stay with logarithms.
"""


def best_segmentation(text: str, log_probs: dict[str, float], unknown_penalty: float = 10.0) -> tuple[list[str], float]:
    """The most probable segmentation of a text.

    Args:
        text: any text; it may be empty.
        log_probs: the vocabulary, a dict from non-empty pieces to their
            natural log-probabilities. It has at least one entry, and all
            values are finite.
        unknown_penalty: how far an unknown character lies below the least
            probable piece, at least 0.

    Returns:
        (pieces, score). An empty text has no pieces and the score 0.

    Examples:
        >>> log_probs = {
        ...     "a": -3.0,
        ...     "b": -2.5,
        ...     "c": -4.0,
        ...     "ab": -3.5,
        ...     "bc": -5.0,
        ...     "abc": -9.0,
        ... }
        >>> best_segmentation("abc", log_probs)
        (['ab', 'c'], -7.5)
        >>> best_segmentation("abxb", log_probs, unknown_penalty=2.0)
        (['ab', 'x', 'b'], -17.0)
        >>> best_segmentation("", log_probs)
        ([], 0.0)
    """
    raise NotImplementedError


def n_best_segmentations(
    text: str, log_probs: dict[str, float], n: int, unknown_penalty: float = 10.0
) -> list[tuple[list[str], float]]:
    """The n most probable segmentations of a text.

    Args:
        text: any text; it may be empty.
        log_probs: the vocabulary, as for ``best_segmentation``.
        n: how many segmentations are wanted, at least 1.
        unknown_penalty: as for ``best_segmentation``.

    Returns:
        A list of (pieces, score), the best first, no segmentation twice. If
        the text has fewer than n segmentations, all of them. An empty text has
        one, which has no pieces.

    Examples:
        >>> log_probs = {
        ...     "a": -3.0,
        ...     "b": -2.5,
        ...     "c": -4.0,
        ...     "ab": -3.5,
        ...     "bc": -4.0,
        ...     "abc": -9.0,
        ... }
        >>> n_best_segmentations("abc", log_probs, 3)
        [(['a', 'bc'], -7.0), (['ab', 'c'], -7.5), (['abc'], -9.0)]
    """
    raise NotImplementedError
