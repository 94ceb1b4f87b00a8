r"""Spaces as symbols: the trick by which SentencePiece gets every text back
exactly.

A tokenizer that splits at whitespace and throws it away can't tell "a b" from
"a b", and its decoder has to guess where spaces belong. SentencePiece turns
the space into a visible symbol, the mark U+2581 (a low block, here written _),
before anything else. From then on a space is a character like any other:
pieces may begin with it, and the decoder joins the pieces and turns marks into
spaces again. It works alike for languages that write no spaces.

    "Hello  big world"   becomes   "_Hello__big_world"
                         becomes   "_Hello", "_", "_big", "_world"

Conventions:

- **Front mark**: one mark is put in front of every text, an empty one too, so
  that a word is the same piece at the start of a text as behind a space. It is
  taken away again in the end.
- **Spaces**: only the space U+0020 becomes a mark, each one for itself. Tabs,
  line ends and other kinds of spaces stay as they are. No character is
  normalised, and no space is dropped, wherever it stands.
- **Escapes**: SentencePiece itself reads a mark that stands in the text as a
  space. Here it survives: a mark of the text becomes a backslash and the mark,
  and a backslash of the text becomes two backslashes.
- **Words**: a word begins at each mark that stands for a space, the front mark
  included, and ends before the next one. An escaped mark begins no word.
"""

MARK = "\u2581"
ESCAPE = "\\"


def mark_spaces(text: str) -> str:
    r"""Make the spaces of a text visible.

    Args:
        text: any text; it may be empty and may hold marks and backslashes.

    Returns:
        The marked text: the front mark, and then the text with its spaces
        marked and its marks and backslashes escaped.

    Examples:
        >>> mark_spaces(" a  b").replace(MARK, "_")
        '__a__b'
        >>> mark_spaces("").replace(MARK, "_")
        '_'
        >>> mark_spaces("1\u25812 \\").replace(MARK, "_")
        '_1\\_2_\\\\'
    """
    raise NotImplementedError


def split_marked(marked: str) -> list[str]:
    r"""Split a marked text into words, inside which a subword model then
    works.

    Args:
        marked: what ``mark_spaces`` returned.

    Returns:
        The words, at least one. Each begins with its mark; joined they are the
        marked text.

    Examples:
        >>> [
        ...     word.replace(MARK, "_")
        ...     for word in split_marked(mark_spaces("Hello  big world"))
        ... ]
        ['_Hello', '_', '_big', '_world']
        >>> [
        ...     word.replace(MARK, "_")
        ...     for word in split_marked(mark_spaces("1\u25812 \\ x"))
        ... ]
        ['_1\\_2', '_\\\\', '_x']
    """
    raise NotImplementedError


def restore_text(pieces: list[str]) -> str:
    r"""The text that these pieces stand for.

    Args:
        pieces: the parts of a marked text, cut at any places, in the middle of
            an escape too. A model may also give pieces whose text begins
            without a mark. There may be none.

    Returns:
        The joined pieces with marks as spaces and escapes resolved. If they
        begin with a mark that stands for a space, this one space is left out;
        nothing else is. So ``restore_text`` of any cut of
        ``mark_spaces(text)`` is the text.

    Raises:
        ValueError: if a backslash escapes nothing: it stands at the very end,
            or in front of a character other than the mark and the backslash.

    Examples:
        >>> restore_text(["\u2581He", "llo\u2581", "\u2581wor", "ld"])
        'Hello  world'
        >>> (
        ...     restore_text(["\u2581\u2581a"]),
        ...     restore_text(["lo\u2581a"]),
        ...     restore_text([]),
        ... )
        (' a', 'lo a', '')
        >>> restore_text(["\\", "\u2581\\", "\\"])
        '▁\\'
    """
    raise NotImplementedError
