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
        for word in re.findall(r"\n|[^\S\n]+|\S+", text):
            yield word, style


def _styled(span: Span) -> tuple[str, str]:
    text, style = (span, "") if isinstance(span, str) else span
    return safe(text), style
