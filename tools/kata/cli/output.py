"""Which screen the commands write on: what standard output is, or the one that stands in for it."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kata.cli.screen import Screen, is_plain

_instead: list[Screen] = []


@contextmanager
def writing_on(screen: Screen) -> Iterator[None]:
    """Let every command write on this screen meanwhile, and not on standard output."""
    _instead.append(screen)
    try:
        yield
    finally:
        _instead.pop()


def can_ask() -> bool:
    """Whether somebody is there to answer: both ends are a terminal, and it is this program's to write on."""
    return not _instead and sys.stdin.isatty() and sys.stdout.isatty()


def terminal_size() -> os.terminal_size:
    """Columns and lines of the terminal: the one that standard output is, else that of the error output or the input.

    `kata show | less` is read on a terminal too. COLUMNS and LINES come first, 80 by 24 last.
    """
    found = shutil.get_terminal_size((0, 0))  # from COLUMNS and LINES, or standard output
    for descriptor in (2, 0):
        if not found.columns or not found.lines:
            with suppress(OSError):
                other = os.get_terminal_size(descriptor)
                found = os.terminal_size((found.columns or other.columns, found.lines or other.lines))
    return os.terminal_size((found.columns or 80, found.lines or 24))


def make_screen() -> Screen:
    """The screen that standard output is."""
    if _instead:
        return _instead[-1]
    width = terminal_size().columns
    if is_plain(sys.stdout):
        return Screen(sys.stdout, width)
    from kata.cli.colour import ColourScreen  # Rich takes a while to import

    return ColourScreen(sys.stdout, width)
