"""Train a WordPiece vocabulary: like BPE, but the pair to merge is chosen by
likelihood and not by frequency.

This is the method behind BERT's vocabulary. Both trainers start from
characters and merge pair after pair. BPE takes the pair that occurs most
often, even if its parts are so frequent that they meet by chance. WordPiece
asks how much more probable the corpus becomes under a unigram model when the
two are one piece, and at each place of the pair that gain is the logarithm of

    score(a, b) = count(a b) / (count(a) * count(b))    (but for a constant)

The pair with the highest score is merged: parts that hardly ever occur without
each other, such as q and u, come first. (This ranks by the gain at one place,
as the method is mostly described, and not by the sum over all places. Many
libraries' "WordPiece trainers" merge by frequency like BPE and only write the
result with ##.)

The corpus comes as a dict from words to their frequencies. A word is a
non-empty string without "#", a frequency a positive int. Conventions:

- **Pieces**: the first character of a word stands as it is, every other one
  with the prefix "##". So "b" at the start of a word and "##b" inside one are
  two pieces. A word table holds words as tuples of pieces, different words
  only.
- **Counts** are taken in the words as they are segmented at that moment, times
  the frequency of the word. A pair counts at every position within a word,
  overlaps included.
- **Ties**: scores are compared as fractions, so 2 / (4 * 3) and 1 / (2 * 3)
  are equal. Of equal scores the smallest pair wins, in Python's order of
  tuples of strings ("#" comes before all letters).
- **Merging** joins the texts and keeps the prefix of the left piece only:
  "##a" and "##b" make "##ab". It goes through each word from left to right and
  uses each piece once.
- **Stopping**: training ends when the vocabulary has ``vocab_size`` pieces, or
  when no pair is left.
"""

PREFIX = "##"


def split_word(word: str) -> tuple[str, ...]:
    """The pieces with which training starts.

    Args:
        word: a non-empty word.

    Returns:
        One piece for each character, all but the first with the prefix.

    Examples:
        >>> split_word("low")
        ('l', '##o', '##w')
    """
    raise NotImplementedError


def pair_scores(table: dict[tuple[str, ...], int]) -> dict[tuple[str, str], float]:
    """The score of each pair of neighbouring pieces.

    Args:
        table: a word table; it may be empty.

    Returns:
        A dict from each pair that occurs to count(a
        b) / (count(a) * count(b)). The order of its entries is free.

    Examples:
        >>> scores = pair_scores(
        ...     {("q", "##u"): 2, ("a", "##u"): 2, ("a", "##b", "##b"): 6}
        ... )
        >>> sorted(scores.items())
        [(('##b', '##b'), 0.041666666666666664), (('a', '##b'), 0.0625),
         (('a', '##u'), 0.0625), (('q', '##u'), 0.25)]
    """
    raise NotImplementedError


def merge_pair(table: dict[tuple[str, ...], int], pair: tuple[str, str]) -> dict[tuple[str, ...], int]:
    """The word table in which a pair has become one piece.

    Args:
        table: a word table; it may be empty.
        pair: the two pieces to merge. The right one has the prefix. The pair
            need not occur.

    Returns:
        A new word table. In each word every occurrence of the pair, found from
        left to right without overlaps, is replaced by the joined piece.

    Examples:
        >>> merge_pair(
        ...     {("b", "##a", "##b", "##a"): 3, ("a", "##b"): 2},
        ...     ("##b", "##a"),
        ... )
        {('b', '##a', '##ba'): 3, ('a', '##b'): 2}
    """
    raise NotImplementedError


def train_wordpiece(words: dict[str, int], vocab_size: int) -> list[str]:
    """Learn a vocabulary.

    Args:
        words: the corpus; it may be empty.
        vocab_size: how many pieces the vocabulary shall have. The pieces of
            single characters are all in it, even if they are more.

    Returns:
        The vocabulary: first the pieces with which training starts, sorted in
        Python's order of strings, then the joined pieces in the order in which
        they were first made. There are no special tokens.

    Examples:
        >>> train_wordpiece({"ab": 3, "ac": 1, "bc": 2}, 6)
        ['##b', '##c', 'a', 'b', 'bc', 'ab']
        >>> train_wordpiece({"ab": 5}, 100)
        ['##b', 'a', 'ab']
    """
    raise NotImplementedError
