"""Constrained decoding: a model that can only write what a pattern allows.

Structured output, a JSON object of a given schema or a number with two digits
after the point, is guaranteed by masking: at each step only those tokens may
be chosen after which the text can still become a whole match. Outlines and
its successors turn the pattern into a finite automaton over characters, and
index it by tokens before anything is generated.

The automaton is handed in: transitions[state][character] is the next state,
and a character that isn't there is forbidden. A text matches if it leads from
the start to an accepting state.

A model writes tokens, not characters. A token leads from a state to another
if all its characters, one after the other, are allowed; on its way it may
pass through any states, accepting ones, too. So the automaton becomes a
graph whose edges are tokens, the index.

Not every edge may be used. A state is live if a sequence of tokens, perhaps
none, leads from it to an accepting state. From a state that isn't live no
match can be finished: a dead end. Note that it is tokens that count: if a
closing quote were needed and the vocabulary had it only within `",`, a state
after which nothing but the quote may come would be a dead end. So

    index[state] = {token id: next state}       for live states only, with
                                                the tokens to live states

and in decoding the candidates of a step are the tokens of index[state], and
the end-of-sequence token where the state is accepting.

Conventions:

- **The vocabulary** is a list of texts by token id. Empty ones, that of eos
  for one, never lead anywhere and aren't in the index.
- **An accepting state** is live, and may have no tokens: {}.
- **Greedy**: the candidate with the largest logit, whatever its sign; of
  equal ones the smallest id.
- **The end**: after eos, which is part of the result, or after
  max_new_tokens tokens, even if the text is no whole match then.
- **Arguments** are not changed.
"""

from collections.abc import Callable


def build_index(
    transitions: dict[int, dict[str, int]],
    accepting: set[int],
    vocabulary: list[str],
) -> dict[int, dict[int, int]]:
    """For each live state, the tokens that may be written and where they lead.

    Args:
        transitions: state -> character -> next state; every state is a key.
        accepting: the accepting states.
        vocabulary: the text of each token id.

    Returns:
        state -> token id -> next state.

    Examples:
        The pattern a+b, with a state 9 that leads nowhere:

        >>> transitions = {0: {"a": 1, "x": 9}, 1: {"a": 1, "b": 2}}
        >>> transitions |= {2: {}, 9: {}}
        >>> index = build_index(transitions, {2}, ["a", "ab", "b", "x", ""])
        >>> index == {0: {0: 1, 1: 2}, 1: {0: 1, 1: 2, 2: 2}, 2: {}}
        True
    """
    raise NotImplementedError


def constrained_greedy(
    logits: Callable[[list[int]], list[float]],
    index: dict[int, dict[int, int]],
    accepting: set[int],
    start: int,
    eos: int,
    max_new_tokens: int,
) -> list[int]:
    """The tokens of the largest logits among those that may be written.

    Args:
        logits: the tokens so far -> a logit for each token id, finite.
        index: state -> token id -> next state, as above.
        accepting: the accepting states.
        start: the state before the first token.
        eos: the id of the end-of-sequence token.
        max_new_tokens: the largest number of tokens, at least 1.

    Returns:
        The token ids.

    Raises:
        ValueError: if start isn't in the index: nothing could be finished.

    Examples:
        A model that likes small ids, and would never stop at "b":

        >>> def logits(tokens):
        ...     return [-1.0, -2.0, -3.0, 4.0, -4.0]
        >>> index = {0: {1: 2}, 2: {2: 2}}
        >>> constrained_greedy(logits, index, {2}, 0, 4, 3)
        [1, 2, 2]
    """
    raise NotImplementedError
