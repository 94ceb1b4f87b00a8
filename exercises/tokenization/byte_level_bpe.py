"""Byte-level BPE, the tokenizer of GPT-2 and of most language models since:
train, encode, decode.

A tokenizer over characters needs an <unk> for those that it hasn't seen. Over
the bytes of UTF-8 it needs none: with 256 tokens to start from, every text can
be written, in any script, and comes back exactly.

Conventions:

- **Ids**: 0 to 255 are the bytes themselves. Merge number i makes the id
  256 + i. Special token number i has the id 256 + len(merges) + i.
- **Chunks**: before anything is counted or merged, a text is cut by
  `re.findall(PATTERN, text)`, which keeps every character: words with the
  space in front of them, numbers, punctuation, runs of whitespace. Each chunk
  is encoded as UTF-8 by itself, and no token reaches over its end. The pattern
  is GPT-2's, as far as `re` can say it.
- **Training**: as long as fewer than ``n_merges`` merges are made and a pair
  of neighbours is left, the pair of ids with the highest count is merged, in
  each chunk from left to right, each id used once. A pair counts at every
  position in a chunk, overlaps included, and a chunk as often as it occurs. Of
  equal counts the smallest pair of ids wins.
- **Encoding** a chunk: as long as two neighbours are a pair of the list, the
  pair that comes first in the list is merged, at every place from left to
  right.
- **Special tokens**, such as <|endoftext|>, stand outside of all this: their
  text becomes their id only where the caller allows it, else it is text like
  any other.
- **Speed**: a text of 20 000 characters in ordinary words must be encoded in
  half a second. Chunks repeat: remember them.

Texts hold no lone surrogates, which UTF-8 can't encode.
"""

# given: contractions, letters, digits, other visible characters, whitespace (the last space goes with the next word)
PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+"


def train_byte_bpe(text: str, n_merges: int) -> list[tuple[int, int]]:
    """Learn merges from a text.

    Args:
        text: any text; it may be empty.
        n_merges: how many merges to learn at most, at least 0.

    Returns:
        The merged pairs of ids, in the order in which they were learned.

    Examples:
        >>> train_byte_bpe("low low lower", 4)
        [(108, 111), (256, 119), (32, 257), (101, 114)]
        >>> train_byte_bpe("aaa", 5)
        [(97, 97), (256, 97)]
    """
    raise NotImplementedError


class ByteLevelBPE:
    r"""A tokenizer for given merges and special tokens.

    Args:
        merges: different pairs of ids; merge number i joins ids below 256 + i.
            There may be none.
        specials: the texts of the special tokens, different and not empty.

    Examples:
        >>> tokenizer = ByteLevelBPE(
        ...     [(108, 111), (256, 119), (32, 257), (101, 114)], ["<|end|>"]
        ... )
        >>> tokenizer.encode("low lower!")
        [257, 258, 259, 33]
        >>> tokenizer.encode("\u00e9<|end|>", allow_special=True)
        [195, 169, 260]
        >>> tokenizer.decode([257, 258, 259, 260, 195, 169])
        'low lower<|end|>é'
        >>> tokenizer.decode([97, 195]) == "a\ufffd"
        True
    """

    def __init__(self, merges: list[tuple[int, int]], specials: list[str] | tuple[str, ...] = ()) -> None:
        raise NotImplementedError

    def encode(self, text: str, allow_special: bool = False) -> list[int]:
        """The token ids of a text.

        Args:
            text: any text; it may be empty.
            allow_special: whether the texts of special tokens become their
                ids. If so, they are found from left to right, and where
                several begin at one place the longest counts; what stands
                between them is encoded as a text of its own. If not, the whole
                text is encoded as plain text.

        Returns:
            The ids.
        """
        raise NotImplementedError

    def decode(self, ids: list[int]) -> str:
        """The text that these ids stand for.

        Args:
            ids: token ids in any order, which need not be the encoding of a
                text.

        Returns:
            The bytes of all tokens one after the other, special tokens by
            their text, decoded as UTF-8 as a whole. Bytes that are no UTF-8
            become U+FFFD, as `bytes.decode` with errors="replace" does it.

        Raises:
            ValueError: if an id is negative, or too large for the vocabulary.
        """
        raise NotImplementedError
