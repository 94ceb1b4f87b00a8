r"""A word-level vocabulary: from texts to padded batches of token ids and
back.

A model sees numbers. The simplest tokenizer gives every frequent word a number
and all other words one number together, <unk>. Subword tokenizers came later,
but ids, special tokens, padding and truncation are the same for all.

Conventions:

- **Normalising** comes first, always: the text is brought into Unicode's form
  NFKC, and then into lower case with `str.lower`. So a full-width or an
  accented letter has one spelling only, whichever way it was typed.
- **Splitting**: a token is a longest run of word characters (letters, digits
  and underscores: `\w` in `re`), or one other character that isn't whitespace.
  "don't stop!" gives don, ', t, stop and !.
- **Special tokens** have the first ids: <pad> 0, <unk> 1, <bos> 2, <eos> 3. No
  text can spell one, since "<pad>" is split into three tokens.
- **Order**: then follow the words by frequency in all texts together, the most
  frequent first; words of equal frequency in Python's order of strings. The
  order of the texts has no effect.
- **Mask**: True stands for a real token, which may be attended to, and False
  for padding. <bos> and <eos> are real.
"""

PAD, UNK, BOS, EOS = range(4)
SPECIALS = ("<pad>", "<unk>", "<bos>", "<eos>")


def split_words(text: str) -> list[str]:
    """Normalise a text and split it into words and punctuation.

    Args:
        text: any text; it may be empty.

    Returns:
        The tokens in the order of the text.

    Examples:
        >>> split_words("Don't STOP, \uff34\uff2f\uff2b\uff39\uff2f!")
        ['don', "'", 't', 'stop', ',', 'tokyo', '!']
        >>> split_words("  snake_case\tis 1 word...")
        ['snake_case', 'is', '1', 'word', '.', '.', '.']
    """
    raise NotImplementedError


class WordVocabulary:
    """The words of a corpus and their ids.

    Args:
        texts: the corpus.
        min_freq: how often a word has to occur in all texts together to get an
            id, at least 1.

    Examples:
        >>> vocabulary = WordVocabulary(
        ...     ["the cat sat", "The dog sat.", "the end"], min_freq=2
        ... )
        >>> vocabulary.tokens()
        ['<pad>', '<unk>', '<bos>', '<eos>', 'the', 'sat']
        >>> vocabulary.encode("the cow SAT")
        [4, 1, 5]
        >>> vocabulary.decode([2, 4, 1, 5, 3, 0, 0])
        'the <unk> sat'
        >>> vocabulary.encode_batch(["the", "sat sat sat"], max_length=4)
        ([[2, 4, 3, 0], [2, 5, 5, 3]], [[True, True, True, False], [True,
         True, True, True]])
    """

    def __init__(self, texts: list[str], min_freq: int = 1) -> None:
        raise NotImplementedError

    def tokens(self) -> list[str]:
        """All tokens; the place of a token in the list is its id.

        Returns:
            The four special tokens, and then the words in the order that is
            fixed above.
        """
        raise NotImplementedError

    def encode(self, text: str) -> list[int]:
        """The ids of a text.

        Args:
            text: any text; it is normalised and split like the corpus.

        Returns:
            One id for each token of the text, <unk>'s for words without an id.
            No <bos>, <eos> or <pad>.
        """
        raise NotImplementedError

    def decode(self, ids: list[int]) -> str:
        """A text that these ids stand for.

        Args:
            ids: any ids, those of special tokens included.

        Returns:
            The tokens with one space between them. <pad>, <bos> and <eos> are
            left out wherever they stand, and <unk> is written as "<unk>".

        Raises:
            ValueError: if an id is negative, or too large for the vocabulary.
        """
        raise NotImplementedError

    def encode_batch(self, texts: list[str], max_length: int | None = None) -> tuple[list[list[int]], list[list[bool]]]:
        """Encode several texts into rows of one length.

        Args:
            texts: the texts, one for each row; there may be none.
            max_length: the largest number of ids in a row, special tokens
                included, or None for no limit.

        Returns:
            (ids, mask), both with one row for each text. A row of ids is
            <bos>, the ids of the text, <eos>. If that is longer than
            ``max_length``, ids of the text are cut off at its end, so <bos>
            and <eos> stay. Then shorter rows are filled with <pad> at the end,
            up to the longest row of this batch. The mask has the same shape.

        Raises:
            ValueError: if ``max_length`` is below 2, which leaves no room for
                <bos> and <eos>.
        """
        raise NotImplementedError
