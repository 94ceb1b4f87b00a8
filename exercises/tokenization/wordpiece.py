"""The WordPiece tokenizer of BERT: cut each word greedily into the longest
pieces of a vocabulary.

A vocabulary holds pieces of two kinds: those that begin a word, such as "un",
and those that go on inside one, written with a prefix, such as "##able". A
word is cut from left to right, and each time the longest piece that fits is
taken.

    vocabulary: un, ##a, ##aff, ##able
    "unaffable" becomes un, ##aff, ##able

There are no merges and no probabilities: the vocabulary alone decides. Greed
never takes a piece back. If it ends where no piece fits, the word is unknown,
even if another cut would have worked.

Conventions:

- **Words**: a text is split at whitespace, as `str.split` does. It is not
  normalised, and punctuation isn't split off: earlier steps of a real
  tokenizer do that. No word begins with "##" or spells a token in brackets,
  such as "[PAD]".
- **Longest piece first**: at the start of a word the longest beginning of it
  that is in the vocabulary; further on, the longest beginning of the rest that
  is in the vocabulary with "##" in front of it.
- **Unknown words**: if no piece fits at some place of a word, the whole word
  becomes one "[UNK]". So does one of more than ``max_chars`` characters,
  without being looked at.
- **Ids**: the place of a token in the vocabulary is its id.
"""

PREFIX = "##"
UNKNOWN = "[UNK]"


class WordPieceTokenizer:
    """A tokenizer for one vocabulary.

    Args:
        vocabulary: different tokens, "[UNK]" among them.
        max_chars: the number of characters that a word may have, at least 1.

    Raises:
        ValueError: if "[UNK]" isn't in the vocabulary.

    Examples:
        >>> vocabulary = [
        ...     "[PAD]",
        ...     "[UNK]",
        ...     "un",
        ...     "##able",
        ...     "##a",
        ...     "##aff",
        ...     "the",
        ...     "##ff",
        ... ]
        >>> tokenizer = WordPieceTokenizer(vocabulary, max_chars=9)
        >>> tokenizer.tokenize("the unaffable")
        ['the', 'un', '##aff', '##able']
        >>> tokenizer.tokenize("una unab The unaffablea")
        ['un', '##a', '[UNK]', '[UNK]', '[UNK]']
        >>> tokenizer.encode("unable the")
        [2, 3, 6]
        >>> tokenizer.decode([2, 5, 3, 1, 6, 0])
        'unaffable [UNK] the [PAD]'
    """

    def __init__(self, vocabulary: list[str], max_chars: int = 100) -> None:
        raise NotImplementedError

    def tokenize(self, text: str) -> list[str]:
        """The pieces of a text.

        Args:
            text: any text; it may be empty.

        Returns:
            The pieces of all words in their order, with "##" in front of those
            that go on inside a word.
        """
        raise NotImplementedError

    def encode(self, text: str) -> list[int]:
        """The token ids of a text.

        Args:
            text: any text; it may be empty.

        Returns:
            The id of each token that ``tokenize`` gives.
        """
        raise NotImplementedError

    def decode(self, ids: list[int]) -> str:
        """The text that these ids stand for.

        Args:
            ids: token ids in any order, which need not be the encoding of a
                text.

        Returns:
            The tokens with one space between them, but a token that begins
            with "##" is written without this prefix and directly after the one
            before it, whatever that is. As the very first token it only loses
            its prefix. All other tokens, "[UNK]" included, are written as they
            are.

        Raises:
            ValueError: if an id is negative, or too large for the vocabulary.
        """
        raise NotImplementedError
