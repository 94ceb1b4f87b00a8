"""Use a trained byte-pair encoding (BPE): text to token ids, and back.

The merges are replayed on each word in the order in which training learned
them. That is neither "merge what you see first" nor "take the longest token
that fits": a pair that was learned early is merged before a later one, even if
that keeps a longer token from being formed.

    merges: b c, a b, ab c    "abc" becomes a, bc, </w> and not abc, </w>

Conventions:

- **Words**: a text is split at whitespace, as `str.split` does. Each word
  starts as its characters, followed by the end marker "</w>" as a symbol of
  its own. No token reaches over the end of a word.
- **Merging**: as long as two neighbours are a pair of the list, the pair that
  comes first in the list is merged, at every place in the word from left to
  right, each symbol used once.
- **Merges**: each one joins characters, the end marker or symbols of earlier
  merges. No two of them make the same symbol, and none makes "<unk>" or a text
  that ends with "</w>" out of letters.
- **Unknown characters**: what is left and isn't in the vocabulary becomes
  "<unk>", one for each character. The rest of the word is segmented as usual.
- **Text is text**: the letters "</w>" or "<unk>" in a text are characters like
  any others, and no token of its own is meant by them. So the tokens <, /, w
  and > side by side are four letters, and no end marker.
"""

END = "</w>"
UNKNOWN = "<unk>"


class BPETokenizer:
    """A tokenizer for one vocabulary and its merges.

    Args:
        vocabulary: different tokens; the place of a token is its id. The first
            is "<unk>". The end marker, the symbols of all merges and the
            symbols that they join are in it, but not every character that a
            text may hold.
        merges: pairs of symbols in the order in which they were learned. There
            may be none.

    Examples:
        >>> merges = [("b", "c"), ("a", "b"), ("ab", "c"), ("bc", "</w>")]
        >>> tokenizer = BPETokenizer(
        ...     [
        ...         "<unk>",
        ...         "</w>",
        ...         "a",
        ...         "b",
        ...         "c",
        ...         "bc",
        ...         "ab",
        ...         "abc",
        ...         "bc</w>",
        ...     ],
        ...     merges,
        ... )
        >>> tokenizer.tokenize("abc  bab")
        ['a', 'bc</w>', 'b', 'ab', '</w>']
        >>> tokenizer.encode("abc xa")
        [2, 8, 0, 2, 1]
        >>> tokenizer.decode([2, 8, 0, 2, 1])
        'abc <unk>a'
    """

    def __init__(self, vocabulary: list[str], merges: list[tuple[str, str]]) -> None:
        raise NotImplementedError

    def tokenize(self, text: str) -> list[str]:
        """The tokens of a text.

        Args:
            text: any text; it may be empty.

        Returns:
            The tokens of all words in their order, "<unk>" in the place of
            each unknown character.
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
            The tokens written one after the other, with a space for the end
            marker of each token that ends with one. If the last token does,
            its space is left out. Id 0 is written "<unk>". So a text of known
            characters comes back with one space between its words.

        Raises:
            ValueError: if an id is negative, or too large for the vocabulary.
        """
        raise NotImplementedError
