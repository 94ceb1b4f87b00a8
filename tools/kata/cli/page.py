"""What would go to the screen, as lines: to be counted, cut, or shown by another program."""

import io
import os
import sys
from collections.abc import Callable

import click

from kata.cli.output import make_screen, terminal_size
from kata.cli.screen import Screen, is_plain


def rendered(write: Callable[[Screen], None], *, width: int, plain: bool) -> list[str]:
    """The lines that `write` writes on a screen; with escape sequences for colours unless `plain`."""
    out = io.StringIO()
    if plain:
        write(Screen(out, width))
    else:
        from rich.console import Console

        from kata.cli.colour import ColourScreen

        console = Console(file=out, force_terminal=True, width=max(width, 20), highlight=False, soft_wrap=True)
        write(ColourScreen(out, width, console))
    return out.getvalue().removesuffix("\n").split("\n") if out.getvalue() else []


def show_paged(write: Callable[[Screen], None]) -> None:
    """Write on the terminal, by way of a pager what is longer than it; elsewhere as it is.

    The pager is `$PAGER`, else `less` or what there is; `PAGER=cat` does without.
    """
    size = terminal_size()
    if make_screen().out is not sys.stdout or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        write(make_screen())
        return
    lines = rendered(write, width=size.columns, plain=is_plain(sys.stdout))
    if len(lines) < size.lines:
        click.echo("\n".join(lines), color=True)
        return
    os.environ.setdefault("LESS", "-FRX")  # colours as they are, and the page stays on the screen
    click.echo_via_pager("\n".join(lines) + "\n", color=True)
