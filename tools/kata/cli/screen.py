"""What the commands write on: a colour terminal, or plain text for pipes, files and NO_COLOR."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TextIO

import click

from kata.cli.layout import Line, Span, cells, fitting, fold, wrap
from kata.safe import no_commands, safe

WIDEST = 100  # columns of prose; longer lines are hard to read


def in_workflow() -> bool:
    """Whether a runner of GitHub Actions reads along, which obeys some lines."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


class Screen:
    """Plain text: no colour, no boxes, a word beside every symbol. Whatever is written is made harmless first."""

    plain = True

    def __init__(self, out: TextIO, width: int) -> None:
        self.out = out
        self.width = max(min(width, WIDEST), 20)

    def emit(self, line: Line) -> None:
        """Write one line that is laid out already."""
        text = "".join(text for text, _ in line).rstrip()
        self.out.write((no_commands(text) if in_workflow() else text) + "\n")

    def blank(self) -> None:
        self.emit([])

    def line(self, *spans: Span, indent: int = 0, first: Span = "", rest: Span | None = None) -> None:
        """A paragraph, wrapped. `first` stands before its first line, `rest` (else white space) before the others."""
        for laid in wrap(spans, self.width - indent, first, rest):
            self.emit([(" " * indent, ""), *laid])

    def text(self, text: str, *, indent: int = 0, style: str = "", most: int | None = None) -> None:
        """Lines that stand as they are, the longest folded; at most `most` of them."""
        lines = safe(text).rstrip("\n").split("\n")
        for shown in lines[:most]:
            room = self.width - indent
            while cells(shown) > room:
                part = fitting(shown, room)
                # After a space near the end, if there is one: numbers and words stay whole.
                space = part.rfind(" ", len(part) * 2 // 3) + 1
                part = part[:space] if space and part[:space].strip() else part
                self.emit([(" " * indent, ""), (part, style)])
                shown = shown[len(part) :]
            self.emit([(" " * indent, ""), (shown, style)])
        if most is not None and len(lines) > most:
            self.emit([(" " * indent, ""), (f"... and {_lines(len(lines) - most)} more", "dim")])

    def paragraphs(self, text: str, *, indent: int = 0) -> None:
        """Sentences, wrapped; lines that are set in stand as they are."""
        for line in text.rstrip("\n").split("\n"):
            if line.startswith((" ", "\t")):
                self.text(line, indent=indent)
            else:
                self.line(line, indent=indent)

    def code(self, source: str, *, indent: int = 0) -> None:
        """Python as it stands; on a terminal, lines that are too wide are broken where a person would break them.

        Elsewhere they are not: a file or a pipe may be run.
        """
        for shown in self.code_lines(source, indent):
            self.emit([(" " * indent, ""), (shown, "")])

    def code_lines(self, source: str, indent: int) -> list[str]:
        """The lines of `code`, as wide as they may be."""
        lines = safe(source).rstrip("\n").split("\n")
        if not self.out.isatty():
            return lines
        return [part for line in lines for part in fold(line, self.width - indent)]

    def busy(self, sentence: str) -> AbstractContextManager[object]:
        """While something takes its time: a moving sign with a sentence, where there is a place for it."""
        return nullcontext()

    def table(self, rows: Sequence[Sequence[Span]], *, indent: int = 0, right: Sequence[int] = ()) -> None:
        """Columns as wide as they must be; the last one wraps. `right` lists those that are set to the right."""
        spans = [[(cell, "") if isinstance(cell, str) else cell for cell in row] for row in rows]
        shown = [[(safe(text).replace("\n", " "), style) for text, style in row] for row in spans]
        if not shown:
            return
        widths = [max(cells(row[column][0]) for row in shown) for column in range(len(shown[0]))]
        if indent + sum(width + 2 for width in widths[:-1]) > self.width:
            # Too narrow for columns at all: a paragraph for each row.
            for row in shown:
                spaced = [part for span in row if span[0].strip() for part in (span, ("  ", ""))]
                self.line(*spaced[:-1], indent=indent, rest="    ")
            return
        for row in shown:
            line: Line = []
            for column, (text, style) in enumerate(row[:-1]):
                space = " " * (widths[column] - cells(text))
                line += [(space, ""), (text, style)] if column in right else [(text, style), (space, "")]
                line.append(("  ", ""))
            taken = indent + sum(cells(text) for text, _ in line)
            text, style = row[-1]
            if len(row) - 1 in right:
                text = " " * (widths[-1] - cells(text)) + text
                self.emit([(" " * indent, ""), *line, (text, style)])
            elif taken + 12 > self.width:  # too narrow for columns: what comes last goes below
                self.emit([(" " * indent, ""), *line])
                self.line((text, style), indent=indent + 4)
            else:
                first, *rest = wrap([(text, style)], self.width - taken)
                self.emit([(" " * indent, ""), *line, *first])
                for more in rest:
                    self.emit([(" " * taken, ""), *more])


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def is_plain(out: TextIO) -> bool:
    """Whether colour and boxes are out of place."""
    if asked_plain() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not out.isatty():
        return True
    return not (out.encoding or "").lower().startswith("utf")


def asked_plain() -> bool:
    """Whether `--plain` was given."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get("kata.plain"))
