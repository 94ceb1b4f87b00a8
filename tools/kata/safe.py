"""Text from outside, made harmless before it is shown."""

import re
import unicodedata

# Control and format characters (escape sequences, marks that turn the writing direction, invisible ones), separators
# that break lines, halves of surrogate pairs.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Such a runner takes lines for commands that begin with `::` after white space, and, in an older form, any line that
# holds `##[`.
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_OLD_COMMAND = re.compile(r"##(?=\[)")


def safe(text: str) -> str:
    r"""`text` with every character that could act on a terminal, or deceive a reader, written as its escape.

    Line feeds stay, tabs become spaces, and Windows line ends become line feeds.

    >>> safe("\x1b[31mred")
    '\\x1b[31mred'
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = text.replace("\r\n", "\n").expandtabs(4)
    return "".join(_escaped(character) for character in text)


def no_commands(text: str) -> str:
    """`text` without a line that a runner of GitHub Actions takes for a command.

    >>> no_commands("::error::x")
    ': :error::x'
    """
    return _OLD_COMMAND.sub("## ", _COMMAND.sub(r"\1: ", text))


def cut(text: str, most: int) -> str:
    """The beginning of a text, with a mark where it was cut: between two words or numbers, and not inside of one.

    >>> cut("[1.25, 2.375, 3.5]", 15)
    '[1.25, ...'
    """
    if len(text) <= most:
        return text
    end = max(most - 4, 0)
    # A word that is longer than this is cut all the same.
    for place in range(end, max(end - 80, 0), -1):
        if not (_inside(text[place - 1]) and _inside(text[place])):
            return text[:place].rstrip() + " ..."
    return text[:end] + " ..."


def _inside(character: str) -> bool:
    return character.isalnum() or character in "_.+-"


def _escaped(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _HIDDEN:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
