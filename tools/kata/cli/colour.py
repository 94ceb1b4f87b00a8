"""The screen of a colour terminal, by Rich."""

from contextlib import AbstractContextManager
from typing import TextIO

from rich.console import Console
from rich.style import Style
from rich.syntax import Syntax
from rich.text import Text

from kata.cli.layout import Line
from kata.cli.screen import Screen
from kata.safe import safe

# What each style of a span looks like. The sixteen colours of the terminal's own theme are readable on dark and light.
STYLES = {
    "": "",
    "strong": "bold",
    "title": "bold",
    "good": "green",
    "bad": "red",
    "warn": "yellow",
    "dim": "dim",
    "code": "cyan",
    "passed": "bold green",
    "failed": "bold red",
    "link": "dim",  # an address, between its pointed brackets
}


def _link(text: str) -> Style:
    """An address as a link to itself; a word of a source that is none stays a word."""
    address = text.strip("<>")
    return Style(dim=True, link=address if address.startswith("https://") else None)


class ColourScreen(Screen):
    """Colours and symbols; the layout is the plain screen's."""

    plain = False

    def __init__(self, out: TextIO, width: int, console: Console | None = None) -> None:
        super().__init__(out, width)
        self.console = console or Console(file=out, width=max(width, 20), highlight=False, soft_wrap=True)

    def emit(self, line: Line) -> None:
        # A Text is never parsed as markup.
        laid = Text.assemble(*((text, _link(text) if style == "link" else STYLES[style]) for text, style in line))
        laid.rstrip()
        self.console.print(laid, soft_wrap=True)

    def code(self, source: str, *, indent: int = 0) -> None:
        coloured = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(
            "\n".join(self.code_lines(source, indent))
        )
        for shown in coloured.split("\n"):
            self.console.print(Text(" " * indent) + shown, soft_wrap=True)

    def busy(self, sentence: str) -> AbstractContextManager[object]:
        return self.console.status(Text(safe(sentence)))
