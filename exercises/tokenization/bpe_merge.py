"""One step of byte-pair encoding (BPE) on a table of word frequencies.

BPE learns a vocabulary of subwords: it counts which two symbols stand side by
side most often, merges them into one symbol everywhere, and starts again. This
kata builds the three pieces of one such step. A trainer is a loop around them.

The corpus is a word table: a dict from words to their frequencies. A word is a
tuple of one or more symbols, a symbol is any non-empty string, a frequency is
a positive int.

    {("l", "o", "w", "</w>"): 5, ("l", "o", "w", "e", "r", "</w>"): 2}

Conventions:

- **Borders**: a pair lies within one word. The last symbol of a word and the
  first of another are no pair.
- **Overlaps**: counting looks at every position, so ("a", "a", "a") holds the
  pair ("a", "a") twice. Merging goes from left to right and uses each symbol
  once, so the same word becomes ("aa", "a").
- **Ties**: among the pairs with the highest count the smallest one wins, in
  Python's order of tuples of strings: the left symbols are compared first, by
  code point, then the right ones.
- **Symbols are whole**: a symbol may hold any character, spaces too.
  ("ab", "c") and ("a", "bc") are two pairs, even though both merge into "abc".
- **Tables**: the order of the entries of a dict has no meaning, and no
  argument is changed.
"""


def get_pair_counts(words: dict[tuple[str, ...], int]) -> dict[tuple[str, str], int]:
    """How often each pair of neighbouring symbols occurs in the corpus.

    Args:
        words: the word table; it may be empty.

    Returns:
        A dict from each pair that occurs to its count: the number of positions
        at which it stands in a word, times the frequency of that word, summed
        over the words. A pair that doesn't occur has no entry.

    Examples:
        >>> counts = get_pair_counts(
        ...     {("l", "o", "w"): 5, ("l", "o"): 2, ("w",): 9}
        ... )
        >>> sorted(counts.items())
        [(('l', 'o'), 7), (('o', 'w'), 5)]
        >>> dict(get_pair_counts({("a", "a", "a"): 4}))
        {('a', 'a'): 8}
    """
    raise NotImplementedError


def best_pair(counts: dict[tuple[str, str], int]) -> tuple[str, str] | None:
    """The pair to merge next: the one with the highest count, of equal ones
    the smallest.

    Args:
        counts: a dict from pairs to positive counts.

    Returns:
        The pair, or None if ``counts`` is empty.

    Examples:
        >>> best_pair({("s", "t"): 9, ("e", "s"): 9, ("a", "b"): 3})
        ('e', 's')
        >>> best_pair({}) is None
        True
    """
    raise NotImplementedError


def merge_pair(words: dict[tuple[str, ...], int], pair: tuple[str, str]) -> dict[tuple[str, ...], int]:
    """The word table in which the pair has become one symbol.

    Args:
        words: the word table; it may be empty.
        pair: the two symbols to merge. It need not occur.

    Returns:
        A new word table. In each word every occurrence of the pair, found from
        left to right without overlaps, is replaced by the two symbols joined
        to one string. Words without the pair stay as they are. Words that
        become equal share one entry, which holds the sum of their frequencies.

    Examples:
        >>> merge_pair(
        ...     {("n", "e", "w", "e", "s", "t"): 6, ("l", "o", "w"): 5},
        ...     ("e", "s"),
        ... )
        {('n', 'e', 'w', 'es', 't'): 6, ('l', 'o', 'w'): 5}
        >>> merge_pair({("a", "a", "a"): 4}, ("a", "a"))
        {('aa', 'a'): 4}
        >>> merge_pair({("a", "b"): 2, ("ab",): 3}, ("a", "b"))
        {('ab',): 5}
    """
    raise NotImplementedError
