"""Beam search: the most probable continuations, several of them extended side
by side.

Greedy decoding takes the best next token and never looks back, so one tempting
token can lead it away from the best sequence. Beam search keeps the ``width``
best prefixes instead. It is no exact search, but its work grows with the width
and not with V to the power of the length.

A hypothesis y of n tokens, generated after the prompt, has

    total(y) = sum over i of log p(y_i | prompt, y_1 ... y_{i-1})
    score(y) = total(y) / n ** alpha

A total is below 0 and falls with every token, so at alpha = 0 short hypotheses
win. Dividing by a larger n ** alpha brings the score of a long one back up. At
alpha = 1 the score is the mean log-probability.

The search follows these rules.

- **Step**: every live hypothesis is extended by every token. Of all these
  candidates together the ``width`` with the largest totals are kept, or all if
  there are fewer. The search starts with one live hypothesis, the empty one.
- **EOS**: a kept candidate that ends in ``eos`` is finished and leaves the
  beam. It has taken one of the ``width`` places of its own step and takes none
  in later steps, and it doesn't end the search. A candidate that ends in
  ``eos`` and isn't among the ``width`` best is lost like any other.
- **End**: the search ends when no hypothesis is live or the live ones have
  ``max_new_tokens`` tokens. These count as finished too, without ``eos``.
- **Length**: n counts all generated tokens, ``eos`` included, and not the
  prompt.
- **Impossible tokens**: a token with log-probability -inf is never taken, even
  when there is room in the beam.
- **Ties**: of equal totals in a step, and of equal scores at the end, the
  smaller token list wins, in Python's order of lists.
- **Work**: ``log_probs`` is called at most once for each live hypothesis
  shorter than ``max_new_tokens``, and for nothing else. That is at most
  1 + width * (max_new_tokens - 1) calls.
- **Range**: log-probabilities may be very low. exp(-800) is 0 in floating
  point, so totals stay logarithms.

Libraries differ. A well-known one looks at 2 * width candidates, so that a
finished hypothesis takes no place even in its own step, and may stop as soon
as ``width`` are finished. Neither holds here.

With a width of 1 this is greedy decoding, and with a width of
V ** max_new_tokens it is exhaustive search.
"""

from collections.abc import Callable


def beam_search(
    log_probs: Callable[[list[int]], list[float]],
    prompt: list[int],
    width: int,
    max_new_tokens: int,
    eos: int,
    alpha: float = 0.0,
    n_best: int = 1,
) -> list[tuple[list[int], float]]:
    """The best continuations of a prompt that a beam of the given width finds.

    Args:
        log_probs: the model. Called with one list of token ids, the prompt and
            then the hypothesis, it returns the V natural logarithms of the
            probabilities of the next token, each at most 0 and perhaps -inf.
            The probabilities need not sum to 1.
        prompt: token ids that the hypotheses continue; it may be empty.
        width: how many candidates a step keeps, at least 1.
        max_new_tokens: the largest number of tokens to generate, at least 1.
        eos: the token id that finishes a hypothesis.
        alpha: the exponent of the length penalty, at least 0.
        n_best: how many hypotheses to return, from 1 to ``width``.

    Returns:
        The ``n_best`` finished hypotheses with the highest scores, best first,
        as pairs (tokens, score). ``tokens`` holds the generated tokens with
        their ``eos``, if there is one, and without the prompt. There are fewer
        if fewer were found, and none if every continuation is impossible.

    Raises:
        ValueError: if ``width`` or ``max_new_tokens`` is below 1, or
            ``n_best`` isn't from 1 to ``width``.

    Examples:
        >>> table = {
        ...     (): [-1.5, -1.0, -2.0],
        ...     (1,): [-1.0, -2.5, -3.0],
        ...     (2,): [-4.0, -4.0, -4.0],
        ... }
        >>> def model(tokens):
        ...     return table[tuple(tokens)]
        >>> beam_search(model, [], width=1, max_new_tokens=2, eos=0)
        [([1, 0], -2.0)]
        >>> beam_search(
        ...     model, [], width=2, max_new_tokens=2, eos=0, n_best=2
        ... )
        [([0], -1.5), ([1, 0], -2.0)]
        >>> beam_search(
        ...     model,
        ...     [],
        ...     width=3,
        ...     max_new_tokens=2,
        ...     eos=0,
        ...     alpha=1.0,
        ...     n_best=3,
        ... )
        [([1, 0], -1.0), ([0], -1.5), ([1, 1], -1.75)]
    """
    raise NotImplementedError
