"""What would go to the screen, as lines: to be counted, cut, or shown by another program."""

import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from kata.cli.layout import Line, Span
from kata.cli.output import can_ask, make_screen, terminal_size
from kata.cli.screen import Screen, is_plain


class _Terminal(io.StringIO):
    """What is written here is shown on a terminal in the end: code is broken as for one."""

    def isatty(self) -> bool:
        return True


def rendered(write: Callable[[Screen], None], *, width: int, plain: bool) -> list[str]:
    """The lines that `write` writes on a screen; with escape sequences for colours unless `plain`."""
    out = _Terminal()
    if plain:
        write(Screen(out, width))
    else:
        from rich.console import Console

        from kata.cli.colour import ColourScreen

        console = Console(file=out, force_terminal=True, width=max(width, 20), highlight=False, soft_wrap=True)
        write(ColourScreen(out, width, console))
    return out.getvalue().removesuffix("\n").split("\n") if out.getvalue() else []


class RecordingScreen(Screen):
    """Keeps what is written, so that it can be laid out again for another size."""

    def __init__(self, width: int, *, plain: bool) -> None:
        super().__init__(io.StringIO(), width)
        self.plain = plain
        self._calls: list[Callable[[Screen], None]] = []

    def write_again(self, screen: Screen) -> None:
        for call in self._calls:
            call(screen)

    def emit(self, line: Line) -> None:
        self._calls.append(lambda screen: screen.emit(line))

    def line(self, *spans: Span, **options: Any) -> None:
        self._calls.append(lambda screen: screen.line(*spans, **options))

    def text(self, text: str, **options: Any) -> None:
        self._calls.append(lambda screen: screen.text(text, **options))

    def paragraphs(self, text: str, **options: Any) -> None:
        self._calls.append(lambda screen: screen.paragraphs(text, **options))

    def code(self, source: str, **options: Any) -> None:
        self._calls.append(lambda screen: screen.code(source, **options))

    def table(self, rows: Sequence[Sequence[Span]], **options: Any) -> None:
        self._calls.append(lambda screen: screen.table(rows, **options))


def show_paged(write: Callable[[Screen], None]) -> None:
    """Write on the terminal, by way of a pager what is longer than it; elsewhere as it is.

    The pager is `$PAGER`, else `less` or what there is; `PAGER=cat` does without.
    """
    size = terminal_size()
    if not can_ask():
        write(make_screen())
        return
    lines = rendered(write, width=size.columns, plain=is_plain(sys.stdout))
    if len(lines) < size.lines:
        click.echo("\n".join(lines), color=True)
        return
    os.environ.setdefault("LESS", "-FRX")  # colours as they are, and the page stays on the screen
    click.echo_via_pager("\n".join(lines) + "\n", color=True)
