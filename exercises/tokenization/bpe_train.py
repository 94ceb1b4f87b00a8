"""Train byte-pair encoding (BPE): learn from a corpus which symbols to merge,
and in which order.

Training starts with characters. In each step it merges the pair of
neighbouring symbols that occurs most often, and writes the pair down. Frequent
words soon are one symbol, rare ones stay in parts, and no word is ever
unknown, since the characters remain. The list of merges is the whole model: an
encoder replays it on new text.

The corpus comes as a dict from words to their frequencies. A word is a
non-empty string, a frequency a positive int. Conventions:

- **Symbols**: a word starts as its characters, followed by the end marker
  "</w>" as a symbol of its own. So the merges tell "est" at the end of a word
  ("est</w>") from "est" inside one. No word contains the text "</w>".
- **Counts**: a pair counts at every position within a word, overlaps included,
  times the frequency of the word, in the words as they are segmented at that
  moment.
- **Ties**: among the pairs with the highest count the smallest wins, in
  Python's order of tuples of strings.
- **Merging** goes through each word from left to right and uses each symbol
  once: ("a", "a", "a") becomes ("aa", "a").
- **Stopping**: training ends after ``n_merges`` merges, or earlier when no
  pair is left or when the count of the best pair is below ``min_count``. A
  pair that occurs once is merged like any other if ``min_count`` allows it.

The order of the entries of a dict has no effect. Counting everything again in
each step is quick enough here; a trainer for large corpora would update only
the counts of the words that the merge has changed.
"""

END = "</w>"


def train_bpe(words: dict[str, int], n_merges: int, min_count: int = 1) -> list[tuple[str, str]]:
    """Learn merges from the frequencies of words.

    Args:
        words: the corpus; it may be empty.
        n_merges: how many merges to learn at most, at least 0.
        min_count: the lowest count with which a pair is still merged, at least
            1.

    Returns:
        The merged pairs in the order in which they were learned.

    Examples:
        >>> corpus = {"low": 5, "lower": 2, "newest": 6, "widest": 3}
        >>> train_bpe(corpus, 4)
        [('e', 's'), ('es', 't'), ('est', '</w>'), ('l', 'o')]
        >>> train_bpe({"ab": 2}, 10)
        [('a', 'b'), ('ab', '</w>')]
        >>> train_bpe({"aaa": 4, "b": 3}, 10, min_count=4)
        [('a', 'a'), ('a', '</w>'), ('aa', 'a</w>')]
    """
    raise NotImplementedError


def bpe_vocabulary(words: dict[str, int], merges: list[tuple[str, str]]) -> list[str]:
    """All symbols that text of these words can be segmented into, in the order
    of their ids.

    Args:
        words: the corpus; it may be empty.
        merges: what ``train_bpe`` learned from it.

    Returns:
        First the characters of the words and the end marker, sorted in
        Python's order of strings, then the symbol that each merge makes, in
        the order of the merges. The vocabulary of an empty corpus is the end
        marker alone.

    Examples:
        >>> bpe_vocabulary(
        ...     {"ab": 2, "Ab": 1}, [("b", "</w>"), ("a", "b</w>")]
        ... )
        ['</w>', 'A', 'a', 'b', 'b</w>', 'ab</w>']
    """
    raise NotImplementedError
