"""Words laid out in lines of a width, each piece of text with its style."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from kata.safe import safe

# A piece of text, alone or with the name of a style (kata.cli.screen lists them).
Span = str | tuple[str, str]
Line = list[tuple[str, str]]


def wrap(spans: Sequence[Span], width: int, first: Span = "", rest: Span | None = None) -> list[Line]:
    """Break spans into lines at spaces; a word that is longer than a line is broken where the line ends.

    Args:
        spans: line feeds in them begin a new line.
        width: in cells of the terminal.
        first: what the first line begins with.
        rest: what the others begin with; by default as much white space as `first` takes.
    """
    head = _styled(first)
    tail = (" " * cells(head[0]), "") if rest is None else _styled(rest)
    width = max(width, cells(head[0]) + 8, cells(tail[0]) + 8)
    lines: list[Line] = [[head]]
    used = cells(head[0])
    gap: tuple[str, str] | None = None

    def new_line() -> None:
        nonlocal used, gap
        lines.append([tail])
        used, gap = cells(tail[0]), None

    for pieces in _glued(spans):
        word, style = pieces[0]
        if word == "\n":
            new_line()
            continue
        if word.isspace():
            gap = (word, style)
            continue
        room = width - used - (cells(gap[0]) if gap else 0)
        if gap and len(lines[-1]) > 1 and sum(cells(piece) for piece, _ in pieces) > room:
            new_line()
        if gap:
            lines[-1].append(gap)
            used += cells(gap[0])
            gap = None
        for piece, style in pieces:
            while cells(piece) > width - used:
                part = fitting(piece, width - used)
                lines[-1].append((part, style))
                piece = piece[len(part) :]
                new_line()
            lines[-1].append((piece, style))
            used += cells(piece)
    return lines


def fold(line: str, width: int) -> list[str]:
    """Break a formula or a line of code that is too wide where a person would; what follows is set in further.

    That is between two formulas that share a line, else outside of the innermost brackets, before an operator or after
    a comma; never within a word.
    """
    margin = line[: len(line) - len(line.lstrip())]
    further = "..." + " " * 5 if line.lstrip().startswith((">>>", "... ")) else " " * 4
    folded = []
    rest = line.rstrip()
    while cells(rest) > width:
        position = _best_break(rest, width)
        if position is None:
            break
        gap = len(rest) - position - len(rest[position:].lstrip())
        folded.append(rest[:position].rstrip())
        # Another formula begins where the first one did.
        rest = margin + ("" if gap >= _GAP else further) + rest[position:].lstrip()
    return [*folded, rest]


_GAP = 3  # spaces between two formulas that share a line
_OPERATORS = {
    "=",
    "+",
    "-",
    "*",
    "/",
    "@",
    "<",
    ">",
    "<=",
    ">=",
    "==",
    "->",
    "<-",
    "for",
    "if",
    "else",
    "and",
    "or",
    "in",
}
_OPERATORS |= {"·", "≤", "≥", "←", "→", "where", "with"}


def _best_break(line: str, width: int) -> int | None:
    """Where to break: the index of the space, or None when no space is left of `width`."""
    best: tuple[int, int] | None = None
    found = None
    depth = 0
    start = len(line) - len(line.lstrip().removeprefix(">>>").removeprefix("...").lstrip())
    for index, character in enumerate(line):
        if cells(line[:index]) > width:
            break
        depth += (character in "([{") - (character in ")]}")
        if index <= start or character != " " or line[index - 1] == " ":
            continue
        gap = len(line) - index - len(line[index:].lstrip())
        following = line[index:].split(maxsplit=1)
        natural = line[index - 1] == "," or (bool(following) and following[0] in _OPERATORS)
        # A very short beginning reads worse than a break further in.
        short = cells(line[:index]) - start < (width - start) // 3
        rank = (-1 if gap >= _GAP else 2 * depth + (not natural) + 4 * short, -index)
        if best is None or rank <= best:
            best, found = rank, index
    return found


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def cut(text: str, width: int) -> str:
    """The beginning of a text that fits in `width` cells, with a mark where it was cut."""
    if cells(text) <= width:
        return text
    return fitting(text, max(width - 3, 1)) + "..."


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitting(text: str, width: int) -> str:
    """The longest beginning that fits, one character at least."""
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > width:
            return text[: max(index, 1)]
    return text


# A short formula within a sentence, such as `inf / inf`, is a word: it isn't broken.
_WORD = re.compile(r"\n|[^\S\n]+|\S+(?: (?:[-=+*/<>@·≤≥←→∈]|<=|>=|==|!=|<-|->) \S+)+|\S+")
_LONGEST_FORMULA = 32


def _glued(spans: Sequence[Span]) -> Iterator[list[tuple[str, str]]]:
    """Words, each as the pieces that touch, in one style or several; spaces and line feeds by themselves."""
    pieces: list[tuple[str, str]] = []
    for word, style in _words(spans):
        if not word.isspace():
            pieces.append((word, style))
            continue
        if pieces:
            yield pieces
            pieces = []
        yield [(word, style)]
    if pieces:
        yield pieces


def _words(spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    for span in spans:
        text, style = _styled(span)
        for word in _WORD.findall(text):
            if cells(word) <= _LONGEST_FORMULA:
                yield word, style
            else:
                yield from ((part, style) for part in re.findall(r"[^\S\n]+|\S+", word))


def _styled(span: Span) -> tuple[str, str]:
    text, style = (span, "") if isinstance(span, str) else span
    return safe(text), style
